// The equalizer's kernel against the plain loop that a careful programmer writes first.
#include <array>
#include <cmath>
#include <cstring>
#include <memory>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "attacca/kernels/band_cascade.h"
#include "bench/bench.h"

namespace attacca::kernels {
namespace {

constexpr std::size_t kBands = 8;
constexpr std::size_t kChannels = 2;
constexpr double kSampleRate = 48000.0;

// The eight classic bands, 60 Hz · 2^i, ±6 dB in turn.
struct Peaking {
    double g, k, amplitude;
    explicit Peaking(std::size_t band)
        : g(std::tan(std::numbers::pi * 60.0 * std::exp2(static_cast<double>(band)) / kSampleRate)),
          k(0.0),
          amplitude(std::pow(10.0, (band % 2 == 0 ? 6.0 : -6.0) / 40.0)) {
        k = 1.0 / amplitude;
    }
};

BandMatrix matrix(const Peaking& p) {
    const double a1 = 1.0 / (1.0 + p.g * (p.g + p.k));
    const double a2 = p.g * a1;
    const double a3 = p.g * a2;
    const double m1 = p.k * (p.amplitude * p.amplitude - 1.0);
    const double m[] = {
        -2 * a2 * (p.g + p.k), -2 * a2, 2 * a2, -2 * a3, 2 * a2, 2 * a3, m1 * a1, -m1 * a2, 1 + m1 * a2};
    BandMatrix out;
    float* to[] = {&out.a11, &out.a12, &out.a21, &out.a22, &out.b1, &out.b2, &out.c1, &out.c2, &out.d};
    for (std::size_t i = 0; i < std::size(m); ++i) *to[i] = static_cast<float>(m[i]);
    return out;
}

struct Plain {
    struct Section {
        float b0, b1, b2, a1, a2;
        float z1[kChannels] = {}, z2[kChannels] = {};
    };
    std::vector<Section> sections;

    Plain() {
        for (std::size_t i = 0; i < kBands; ++i) {
            const Peaking p(i);
            const double up = p.g * p.k * p.amplitude * p.amplitude;
            const double down = p.g * p.k;
            const double a0 = 1 + down + p.g * p.g;
            const double middle = 2 * (p.g * p.g - 1) / a0;
            sections.push_back({.b0 = static_cast<float>((1 + up + p.g * p.g) / a0),
                                .b1 = static_cast<float>(middle),
                                .b2 = static_cast<float>((1 - up + p.g * p.g) / a0),
                                .a1 = static_cast<float>(middle),
                                .a2 = static_cast<float>((1 - down + p.g * p.g) / a0)});
        }
    }

    void process(float* samples, std::size_t frames) {
        for (std::size_t i = 0; i < frames; ++i) {
            float x[kChannels] = {samples[i * kChannels], samples[i * kChannels + 1]};
            for (Section& s : sections) {
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
};

// Every call filters the same fresh noise: in place would grow or die away.
struct Block {
    std::vector<float> noise, samples;
    explicit Block(std::size_t frames) : noise(frames * kChannels), samples(frames * kChannels) {
        std::mt19937 random(1);
        std::uniform_real_distribution<float> uniform(-0.5F, 0.5F);
        for (float& x : noise) x = uniform(random);
    }
    float* fresh() {
        std::memcpy(samples.data(), noise.data(), noise.size() * sizeof(float));
        return samples.data();
    }
};

bool add_row(std::size_t frames) {
    return bench::add({.name = "equalizer.8x2/" + std::to_string(frames),
                       .frames = static_cast<double>(frames),
                       .sample_rate = kSampleRate,
                       .prepare =
                           [frames] {
                               auto cascade = std::make_shared<BandCascade>();
                               std::array<BandMatrix, kBands> bands;
                               for (std::size_t i = 0; i < kBands; ++i) bands[i] = matrix(Peaking(i));
                               cascade->lay_out(kBands, kChannels);
                               cascade->set(bands);
                               auto block = std::make_shared<Block>(frames);
                               return [=] {
                                   cascade->process(block->fresh(), frames);
                                   bench::keep(block->samples);
                               };
                           },
                       .rivals = {{.name = "plain", .prepare = [frames] {
                                       auto plain = std::make_shared<Plain>();
                                       auto block = std::make_shared<Block>(frames);
                                       return [=] {
                                           plain->process(block->fresh(), frames);
                                           bench::keep(block->samples);
                                       };
                                   }}}});
}

const bool kAdded = add_row(64) && add_row(256);

}  // namespace
}  // namespace attacca::kernels
