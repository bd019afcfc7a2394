#include "attacca/dsp/loudness_meter.h"

#include <ebur128.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>

#include "attacca/base/decibels.h"
#include "attacca/dsp/true_peak.h"

namespace attacca::dsp {
namespace {

constexpr std::size_t kMaxChannels = 8;
constexpr std::size_t kBatch = 1024;  ///< Frames that are cleaned at once.
constexpr float kLargest = 1e6F;

/// Quieter than this is silence to EBU R128, and there is no number for it.
constexpr double kAbsoluteGateLufs = -70.0;

struct DestroyMeter {
    void operator()(ebur128_state* meter) const noexcept { ebur128_destroy(&meter); }
};
using Meter = std::unique_ptr<ebur128_state, DestroyMeter>;

Meter make_meter(const LoudnessSpec& spec) {
    Meter meter(ebur128_init(static_cast<unsigned>(spec.channels), static_cast<unsigned long>(spec.sample_rate),
                             EBUR128_MODE_I | EBUR128_MODE_S | EBUR128_MODE_LRA | EBUR128_MODE_HISTOGRAM));
    if (meter && spec.channels > 5) {  // Its own default counts a sixth channel as a surround one.
        ebur128_set_channel(meter.get(), 3, EBUR128_UNUSED);
        ebur128_set_channel(meter.get(), 4, EBUR128_LEFT_SURROUND);
        ebur128_set_channel(meter.get(), 5, EBUR128_RIGHT_SURROUND);
        for (unsigned channel = 6; channel < spec.channels; ++channel) {
            ebur128_set_channel(meter.get(), channel,
                                channel % 2 == 0 ? EBUR128_LEFT_SURROUND : EBUR128_RIGHT_SURROUND);
        }
    }
    return meter;
}

/// What `read(state, &loudness)` reads, unless it fails or finds silence.
std::optional<double> audible(int (*read)(ebur128_state*, double*), const Meter& meter) {
    double loudness_lufs = 0.0;
    if (read(meter.get(), &loudness_lufs) != EBUR128_SUCCESS) return std::nullopt;
    if (!(loudness_lufs > kAbsoluteGateLufs)) return std::nullopt;
    return loudness_lufs;
}

}  // namespace

struct LoudnessMeter::State {
    LoudnessSpec spec;
    Meter meter;
    TruePeakMeter true_peak;
    std::vector<float> batch;
};

LoudnessMeter::LoudnessMeter(std::unique_ptr<State> state) : state_(std::move(state)) {}
LoudnessMeter::~LoudnessMeter() = default;
LoudnessMeter::LoudnessMeter(LoudnessMeter&&) noexcept = default;
LoudnessMeter& LoudnessMeter::operator=(LoudnessMeter&&) noexcept = default;

Result<LoudnessMeter> LoudnessMeter::create(const LoudnessSpec& spec) {
    if (spec.channels < 1 || spec.channels > kMaxChannels) {
        return fail(ErrorCode::invalid_argument,
                    "loudness of " + std::to_string(spec.channels) + " channels: there must be from 1 to 8");
    }
    if (!(spec.sample_rate >= 4000.0 && spec.sample_rate <= 768000.0)) {
        return fail(ErrorCode::invalid_argument, "loudness at " + std::to_string(spec.sample_rate) +
                                                     " Hz: the sample rate must be from 4000 to 768000 Hz");
    }
    Meter meter = make_meter(spec);
    if (!meter) return fail(ErrorCode::system, "no memory for a loudness meter");
    return LoudnessMeter(std::unique_ptr<State>(
        new State{spec, std::move(meter), TruePeakMeter(spec.channels), std::vector<float>(kBatch * spec.channels)}));
}

void LoudnessMeter::process(ConstAudioBlock block) {
    assert(block.empty() || block.channels() == state_->spec.channels);
    state_->true_peak.process(block);
    for (std::size_t done = 0; done < block.frames(); done += kBatch) {
        const auto part = block.subblock(done, std::min(kBatch, block.frames() - done));
        // Its filters would carry NaN for ever.
        std::replace_copy_if(part.samples().begin(), part.samples().end(), state_->batch.begin(),
                             [](float x) { return !(std::abs(x) <= kLargest); }, 0.0F);
        ebur128_add_frames_float(state_->meter.get(), state_->batch.data(), part.frames());
    }
}

std::optional<double> LoudnessMeter::integrated_lufs() const {
    return audible(ebur128_loudness_global, state_->meter);
}

std::optional<double> LoudnessMeter::momentary_lufs() const {
    return audible(ebur128_loudness_momentary, state_->meter);
}

std::optional<double> LoudnessMeter::short_term_lufs() const {
    return audible(ebur128_loudness_shortterm, state_->meter);
}

std::optional<double> LoudnessMeter::range_lu() const {
    double range = 0.0;
    if (!integrated_lufs() || ebur128_loudness_range(state_->meter.get(), &range) != EBUR128_SUCCESS) return {};
    return range;
}

std::optional<double> LoudnessMeter::true_peak_dbtp() const {
    float highest = 0.0F;
    for (std::size_t c = 0; c < state_->spec.channels; ++c) highest = std::max(highest, state_->true_peak.peak(c));
    if (highest == 0.0F) return std::nullopt;
    return db_from_gain(highest);
}

std::optional<double> LoudnessMeter::integrated_lufs_of(const std::vector<const LoudnessMeter*>& meters) {
    std::vector<ebur128_state*> states;
    for (const LoudnessMeter* meter : meters) states.push_back(meter->state_->meter.get());
    if (states.empty()) return std::nullopt;
    double loudness_lufs = 0.0;
    const int status = ebur128_loudness_global_multiple(states.data(), states.size(), &loudness_lufs);
    if (status != EBUR128_SUCCESS || !(loudness_lufs > kAbsoluteGateLufs)) return std::nullopt;
    return loudness_lufs;
}

void LoudnessMeter::reset() {
    if (Meter meter = make_meter(state_->spec)) state_->meter = std::move(meter);
    state_->true_peak.reset();
}

}  // namespace attacca::dsp
