//! A few small pictures of the main screens, light and dark, drawn without graphics and compared with those in
//! `tests/pictures`. `UPDATE_PICTURES=1` writes them anew; look at them before you commit them.

use crate::gui_window::Window;
use crate::software_renderer::{Picture, SoftwareRenderer};
use crate::support::project;
use eframe::egui::Theme;
use std::path::Path;

/// Most pixels of a thousand that may differ visibly: rounding of floats on another processor.
const MAX_PER_MILLE: usize = 2;
/// From which difference of a channel on a pixel differs visibly.
const VISIBLE: u8 = 24;
/// Most bytes of all pictures together.
const MAX_BYTES: u64 = 1_000_000;

const SIZE: [f32; 2] = [1024.0, 640.0];

fn check(name: &str, show: impl Fn(&mut Window)) {
    let renderer = SoftwareRenderer::default();
    let mut window = Window::open_drawn("loyalty-demo", SIZE, renderer.clone());
    window.wait_for_notices_to_go();
    show(&mut window);
    let mut wrong = Vec::new();
    for (theme, mode) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        window.harness.ctx.set_theme(theme);
        window.rest();
        let picture = renderer.picture(&window.harness.ctx, window.harness.output());
        let path = project("tests/pictures").join(format!("{name}-{mode}.png"));
        wrong.extend(compare(&picture, &path));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What differs, in words; the new picture is then beside the build's other files.
fn compare(picture: &Picture, path: &Path) -> Option<String> {
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        write(picture, path);
        return None;
    }
    let expected = read(path);
    let is_same_size = (expected.width, expected.height) == (picture.width, picture.height);
    let differing = expected
        .rgba
        .chunks(4)
        .zip(picture.rgba.chunks(4))
        .filter(|(a, b)| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > VISIBLE));
    let per_mille = differing.count() * 1000 / (picture.width * picture.height);
    if is_same_size && per_mille <= MAX_PER_MILLE {
        return None;
    }
    let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join(path.file_name().unwrap());
    write(picture, &new);
    Some(format!("{}: {per_mille} of 1000 pixels differ, see {}", path.display(), new.display()))
}

/// Six bits of a channel: the files are smaller, and nobody sees the difference.
fn coarse(channel: u8) -> u8 {
    channel & 0xfc | channel >> 6
}

fn write(picture: &Picture, path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let file = std::fs::File::create(path).unwrap();
    let mut encoder = png::Encoder::new(file, picture.width as u32, picture.height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::High);
    let rgb: Vec<u8> =
        picture.rgba.chunks(4).flat_map(|pixel| [0, 1, 2].map(|at| coarse(pixel[at]))).collect();
    encoder.write_header().unwrap().write_image_data(&rgb).unwrap();
}

fn read(path: &Path) -> Picture {
    let file = std::fs::File::open(path);
    let file =
        file.unwrap_or_else(|error| panic!("{}: {error}; UPDATE_PICTURES=1 writes it", path.display()));
    let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().unwrap();
    let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut rgb).unwrap();
    let rgba = rgb.chunks(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect();
    Picture { width: info.width as usize, height: info.height as usize, rgba }
}

#[test]
fn the_trigger_looks_as_it_did() {
    check("trigger", |window| window.click_last("Gold members over 500: 25 dollar thank-you"));
}

#[test]
fn the_target_looks_as_it_did() {
    check("target", |window| window.click_last("klaviyo-tier"));
}

#[test]
fn the_sample_event_looks_as_it_did() {
    check("sample", |window| window.click_last("promoter-9-coffee"));
}

#[test]
fn the_definitions_look_as_they_did() {
    check("definitions", |window| window.click_last("Definitions"));
}

#[test]
fn the_pictures_are_small() {
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        return;
    }
    let files = std::fs::read_dir(project("tests/pictures")).unwrap();
    let sizes: Vec<u64> = files.map(|file| file.unwrap().metadata().unwrap().len()).collect();
    assert!(sizes.len() <= 10, "{} pictures", sizes.len());
    assert!(sizes.iter().sum::<u64>() < MAX_BYTES, "{sizes:?}");
}
