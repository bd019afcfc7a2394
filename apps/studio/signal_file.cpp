#include "signal_file.h"

#include <cmath>
#include <vector>

#include "attacca/media/encoder.h"

namespace attacca::studio {
namespace {

constexpr std::size_t kFrames = 4096;

}  // namespace

Status write_signal(const dsp::SignalSpec& spec, const std::string& path) {
    auto signal = dsp::SignalGenerator::create(spec);
    if (!signal) return fail(signal.error());
    auto encoder = media::Encoder::open(path, {.sample_rate = static_cast<std::uint32_t>(std::lround(spec.sample_rate)),
                                               .channels = spec.channels,
                                               .format = media::storable_format(path, media::SampleFormat::i24),
                                               .tags = {}});
    if (!encoder) return fail(encoder.error());
    std::vector<float> samples(kFrames * spec.channels);
    for (;;) {
        const std::size_t frames = signal->process({samples, spec.channels});
        if (frames == 0) return (*encoder)->finish();
        const auto made = std::span<const float>(samples).first(frames * spec.channels);
        if (auto written = (*encoder)->write(made); !written) return written;
    }
}

}  // namespace attacca::studio
