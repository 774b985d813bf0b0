//! The `reagent` program: parses the command line and hands over to the library.

fn main() -> std::process::ExitCode {
    reagent::cli::main()
}
