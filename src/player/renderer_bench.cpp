// A file through eight bands into a file: decode, equalize, encode.
#include "attacca/player/renderer.h"

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <vector>

#include "attacca/media/encoder.h"
#include "bench/bench.h"

namespace attacca::player {
namespace {

constexpr double kRate = 44100.0;
constexpr std::size_t kSeconds = 10;

// A folder that goes with the last row that uses it.
class Files {
public:
    explicit Files(const char* extension) {
        std::string name = (std::filesystem::temp_directory_path() / "attacca-bench-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        source = (folder_ / "in").string() + extension;
        output = (folder_ / "out.wav").string();
        auto encoder = media::Encoder::open(source, {.sample_rate = 44100, .channels = 2});
        if (!encoder) return;
        std::vector<float> second(2 * 44100);
        for (std::size_t s = 0; s < kSeconds; ++s) {
            for (std::size_t i = 0; i < second.size(); ++i) {
                const auto t = static_cast<double>(i / 2) / kRate;
                second[i] = static_cast<float>(0.2 * std::sin(2764.6 * t) + 0.1 * std::sin(18849.6 * t * t));
            }
            (void)(*encoder)->write(std::span<const float>(second));
        }
        (void)(*encoder)->finish();
    }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;
    ~Files() { std::filesystem::remove_all(folder_); }

    std::string source;
    std::string output;

private:
    std::filesystem::path folder_;
};

bench::Prepare rendering(const char* extension) {
    return [extension]() -> std::function<void()> {
        auto files = std::make_shared<Files>(extension);
        RenderSpec spec{.tracks = {{.source = files->source}}, .output = files->output};
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
