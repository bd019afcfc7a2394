// A file through eight bands into a file: decode, equalize, encode.
#include "attacca/player/renderer.h"

#include <memory>

#include "bench/bench.h"
#include "player/render_files_bench.h"

namespace attacca::player {
namespace {

constexpr double kRate = RenderFiles::kRate;
constexpr std::size_t kSeconds = 10;

bench::Prepare rendering(const char* extension) {
    return [extension]() -> std::function<void()> {
        auto files = std::make_shared<RenderFiles>(extension, kSeconds);
        RenderSpec spec{.tracks = {{.source = files->source}}, .output = files->file("out.wav")};
        for (int band = 0; band < 8; ++band) {
            spec.signal.equalizer.bands.push_back({.center_hz = 60.0 * (1 << band), .gain_db = 3.0});
        }
        return [files, spec] { bench::keep(render(spec, {}, {}).has_value()); };
    };
}

const bool kAdded =
    bench::add({.name = "pipeline.render.wav.8x2/10s",
                .frames = kRate * kSeconds,
                .sample_rate = kRate,
                .prepare = rendering(".wav")}) &&
    bench::add({.name = "pipeline.render.flac.8x2/10s",
                .frames = kRate * kSeconds,
                .sample_rate = kRate,
                .prepare = rendering(".flac")});

}  // namespace
}  // namespace attacca::player
