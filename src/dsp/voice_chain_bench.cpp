// What a voice goes through, each part alone: 48 kHz, two channels, as in the engine.
#include "attacca/dsp/voice_chain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "attacca/dsp/biquad.h"
#include "bench/bench.h"
#include "dsp/voice_signal_test.h"

namespace attacca::dsp {
namespace {

constexpr double kRate = 48000.0;
constexpr std::size_t kChannels = 2;
constexpr std::size_t kFrames = 256;
constexpr double kCutoff_hz = 80.0;

/// Two seconds of syllables in a faint noise and two of the noise alone, over and over.
class Voice {
public:
    Voice() : block_(kFrames * kChannels) {
        constexpr std::size_t kHalf = kFrames * 375;
        const auto said = syllables(kHalf, kRate, -30.0);
        const auto room = steady_noise(2 * kHalf, -70.0);
        for (std::size_t i = 0; i < room.size(); ++i) {
            const float sample = room[i] + (i < kHalf ? said[i] : 0.0F);
            samples_.insert(samples_.end(), {sample, 0.8F * sample});
        }
    }

    AudioBlock next() {
        std::copy_n(samples_.begin() + static_cast<std::ptrdiff_t>(place_), block_.size(), block_.begin());
        place_ = (place_ + block_.size()) % samples_.size();
        return {block_, kChannels};
    }

private:
    std::vector<float> samples_, block_;
    std::size_t place_ = 0;
};

/// Both sections of the high-pass sample by sample, in double precision.
class PlainHighPass {
public:
    PlainHighPass() {
        for (const double q : {0.541196100146197, 1.306562964876377}) {
            sections_.push_back(
                {design_biquad({.kind = BandKind::high_pass, .center_hz = kCutoff_hz, .width = q}, kRate)});
        }
    }

    void process(AudioBlock block) {
        for (std::size_t i = 0; i < block.frames(); ++i) {
            for (std::size_t channel = 0; channel < kChannels; ++channel) {
                float& sample = block.data()[i * kChannels + channel];
                double x = sample;
                for (Section& s : sections_) {
                    const double y = s.by.b0 * x + s.z1[channel];
                    s.z1[channel] = s.by.b1 * x - s.by.a1 * y + s.z2[channel];
                    s.z2[channel] = s.by.b2 * x - s.by.a2 * y;
                    x = y;
                }
                sample = static_cast<float>(x);
            }
        }
    }

private:
    struct Section {
        BiquadCoefficients by;
        std::array<double, kChannels> z1{}, z2{};
    };
    std::vector<Section> sections_;
};

class PlainPreEmphasis {
public:
    void process(AudioBlock block) {
        for (std::size_t i = 0; i < block.frames(); ++i) {
            for (std::size_t channel = 0; channel < kChannels; ++channel) {
                float& sample = block.data()[i * kChannels + channel];
                const double x = sample;
                sample = static_cast<float>(gain_ * (x - taken_ * before_[channel]));
                before_[channel] = x;
            }
        }
    }

private:
    double taken_ = std::pow(PreEmphasis::kUsualCoefficient, 16000.0 / kRate);
    double gain_ = (1.0 - PreEmphasis::kUsualCoefficient) / (1.0 - taken_);
    std::array<double, kChannels> before_{};
};

/// `make` gives what has a `process`.
template <class Make>
bench::Prepare processing(Make make) {
    return [make]() -> std::function<void()> {
        struct Work {
            decltype(make()) part;
            Voice voice;
        };
        auto work = std::make_shared<Work>(Work{make(), Voice()});
        return [work] {
            const AudioBlock block = work->voice.next();
            work->part.process(block);
            bench::keep(block.data()[0]);
        };
    };
}

template <class Make>
bool add_row(const std::string& part, Make make, bench::Code code, std::vector<bench::Rival> rivals) {
    return bench::add({.name = "voice." + part + ".2/256",
                       .frames = kFrames,
                       .sample_rate = kRate,
                       .prepare = processing(make),
                       .rivals = std::move(rivals),
                       .code = code});
}

HighPass high_pass() {
    return *HighPass::create({.sample_rate = kRate, .cutoff_hz = kCutoff_hz, .order = HighPassOrder::fourth});
}
NoiseGate gate() { return *NoiseGate::create({.sample_rate = kRate}); }
AutomaticGain gain() { return *AutomaticGain::create({.sample_rate = kRate}); }
PreEmphasis pre_emphasis() { return *PreEmphasis::create({.sample_rate = kRate, .channels = kChannels}); }

const bool kAdded = add_row("highpass", high_pass, bench::Code::common,
                            {{.name = "plain", .prepare = processing([] { return PlainHighPass(); })}}) &&
                    add_row("gate", gate, bench::Code::common, {}) && add_row("gain", gain, bench::Code::by_cpu, {}) &&
                    add_row("preemphasis", pre_emphasis, bench::Code::common,
                            {{.name = "plain", .prepare = processing([] { return PlainPreEmphasis(); })}});

}  // namespace
}  // namespace attacca::dsp
