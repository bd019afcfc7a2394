// The files that rendering is timed on: two sines, one of them rising, in a little noise.
#pragma once

#include <unistd.h>

#include <cmath>
#include <cstddef>
#include <filesystem>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "attacca/media/encoder.h"

namespace attacca::player {

/// A folder that goes with the last row that uses it.
class RenderFiles {
public:
    static constexpr std::uint32_t kRate = 44100;

    RenderFiles(const std::string& extension, std::size_t seconds) {
        std::string name = (std::filesystem::temp_directory_path() / "attacca-bench-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        source = file("in" + extension);
        auto encoder = media::Encoder::open(source, {.sample_rate = kRate, .channels = 2});
        if (!encoder) return;
        std::mt19937 random(1);
        std::uniform_real_distribution<double> noise(-0.01, 0.01);
        std::vector<float> second(std::size_t{2} * kRate);
        for (std::size_t s = 0; s < seconds; ++s) {
            for (std::size_t i = 0; i < second.size(); ++i) {
                const auto t = static_cast<double>(i / 2) / kRate;
                const double sines = 0.2 * std::sin(2764.6 * t) + 0.1 * std::sin(18849.6 * t * t);
                second[i] = static_cast<float>(sines + noise(random));
            }
            (void)(*encoder)->write(std::span<const float>(second));
        }
        (void)(*encoder)->finish();
    }
    RenderFiles(const RenderFiles&) = delete;
    RenderFiles& operator=(const RenderFiles&) = delete;
    ~RenderFiles() { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::string file(const std::string& name) const { return (folder_ / name).string(); }

    std::string source;

private:
    std::filesystem::path folder_;
};

}  // namespace attacca::player
