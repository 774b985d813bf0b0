<?php
// Renders the benchmark's payload with PHP Twig for a few seconds and prints the renders per second of the best one.
require '/usr/share/php/Twig/autoload.php';

$data = __DIR__ . '/../data';
$loader = new Twig\Loader\ArrayLoader(['payload' => file_get_contents("$data/payload.twig")]);
$twig = new Twig\Environment($loader, ['cache' => sys_get_temp_dir() . '/reagent-twig-bench', 'autoescape' => 'html']);
$context = json_decode(file_get_contents("$data/payload_context.json"), true);
$template = $twig->load('payload');
$output = $template->render($context);

$best = 0.0;
for ($round = 0; $round < 8; $round++) {
    $start = hrtime(true);
    for ($count = 0; $count < 3000; $count++) {
        $template->render($context);
    }
    $best = max($best, $count / ((hrtime(true) - $start) / 1e9));
}
$jit = function_exists('opcache_get_status') ? (opcache_get_status(false)['jit']['on'] ?? false) : false;
fprintf(STDERR, "PHP %s, Twig %s, opcache JIT %s, %d bytes of output\n",
    PHP_VERSION, Twig\Environment::VERSION, $jit ? 'on' : 'off', strlen($output));
printf("%.0f\n", $best);
