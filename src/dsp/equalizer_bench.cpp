// The equalizer against the plain loop that a careful programmer writes first.
#include <cstring>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "attacca/dsp/equalizer.h"
#include "bench/bench.h"

namespace attacca::dsp {
namespace {

constexpr std::size_t kChannels = 2;
constexpr double kSampleRate = 48000.0;

// The eight classic bands, 6 dB up and down in turn.
EqualizerSettings eight_bands() {
    EqualizerSettings settings;
    for (int i = 0; i < 8; ++i) {
        settings.bands.push_back({.center_hz = 60.0 * (1 << i), .gain_db = i % 2 == 0 ? 6.0 : -6.0, .width = 1.0});
    }
    return settings;
}

// Sample by sample, both channels, transposed direct form II in float.
class Plain {
public:
    Plain() {
        for (const Band& band : eight_bands().bands) {
            const auto c = design_biquad(band, kSampleRate);
            sections_.push_back({.b0 = static_cast<float>(c.b0),
                                 .b1 = static_cast<float>(c.b1),
                                 .b2 = static_cast<float>(c.b2),
                                 .a1 = static_cast<float>(c.a1),
                                 .a2 = static_cast<float>(c.a2)});
        }
    }

    void process(float* samples, std::size_t frames) {
        for (std::size_t i = 0; i < frames; ++i) {
            float x[kChannels] = {samples[i * kChannels], samples[i * kChannels + 1]};
            for (Section& s : sections_) {
                for (std::size_t c = 0; c < kChannels; ++c) {
                    const float y = s.b0 * x[c] + s.z1[c];
                    s.z1[c] = s.b1 * x[c] - s.a1 * y + s.z2[c];
                    s.z2[c] = s.b2 * x[c] - s.a2 * y;
                    x[c] = y;
                }
            }
            for (std::size_t c = 0; c < kChannels; ++c) samples[i * kChannels + c] = x[c];
        }
    }

private:
    struct Section {
        float b0, b1, b2, a1, a2;
        float z1[kChannels] = {}, z2[kChannels] = {};
    };
    std::vector<Section> sections_;
};

// Every call filters the same noise afresh: filtered again and again it would grow or die away.
struct Block {
    std::vector<float> noise, samples;
    explicit Block(std::size_t frames) : noise(frames * kChannels), samples(frames * kChannels) {
        std::mt19937 random(1);
        std::uniform_real_distribution<float> uniform(-0.5F, 0.5F);
        for (float& x : noise) x = uniform(random);
    }
    std::span<float> fresh() {
        std::memcpy(samples.data(), noise.data(), noise.size() * sizeof(float));
        return samples;
    }
};

enum class Settings { fixed, moving };

bench::Prepare ours(std::size_t frames, Settings settings) {
    return [=] {
        auto equalizer = std::make_shared<Equalizer>(EqualizerSpec{.sample_rate = kSampleRate});
        auto plan = std::make_shared<EqualizerPlan>(EqualizerPlan::design(eight_bands(), kSampleRate));
        auto block = std::make_shared<Block>(frames);
        equalizer->set_now(*plan);
        return [=] {
            if (settings == Settings::moving) {
                plan->preamp = 1.5F - plan->preamp;
                equalizer->set_target(*plan);
            }
            equalizer->process({block->fresh(), kChannels});
            bench::keep(block->samples);
        };
    };
}

bench::Prepare plain(std::size_t frames) {
    return [=] {
        auto loop = std::make_shared<Plain>();
        auto block = std::make_shared<Block>(frames);
        return [=] {
            loop->process(block->fresh().data(), frames);
            bench::keep(block->samples);
        };
    };
}

bool add_row(const std::string& name, std::size_t frames, Settings settings) {
    return bench::add({.name = name + "/" + std::to_string(frames),
                       .frames = static_cast<double>(frames),
                       .sample_rate = kSampleRate,
                       .prepare = ours(frames, settings),
                       .rivals = {{.name = "plain", .prepare = plain(frames)}}});
}

bool add_plain_row(std::size_t frames) {
    return bench::add({.name = "equalizer.8x2.plain/" + std::to_string(frames),
                       .frames = static_cast<double>(frames),
                       .sample_rate = kSampleRate,
                       .prepare = plain(frames),
                       .rivals = {},
                       .code = bench::Code::common});
}

const bool kAdded = add_plain_row(64) && add_plain_row(256) && add_row("equalizer.8x2", 64, Settings::fixed) && add_row("equalizer.8x2", 256, Settings::fixed) &&
                    add_row("equalizer.8x2.moving", 256, Settings::moving);

}  // namespace
}  // namespace attacca::dsp
