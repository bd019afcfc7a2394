#include "attacca/dsp/equalizer.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cmath>

#include "attacca/base/decibels.h"
#include "attacca/kernels/gain.h"
#include "dsp/band_design.h"

namespace attacca::dsp {
namespace {

constexpr float BandMatrix::*kNumbers[] = {
    &BandMatrix::a11, &BandMatrix::a12, &BandMatrix::a21, &BandMatrix::a22, &BandMatrix::b1,
    &BandMatrix::b2,  &BandMatrix::c1,  &BandMatrix::c2,  &BandMatrix::d,
};

BandMatrix rounded(const StateSpace& s) noexcept {
    return {.a11 = static_cast<float>(s.a11),
            .a12 = static_cast<float>(s.a12),
            .a21 = static_cast<float>(s.a21),
            .a22 = static_cast<float>(s.a22),
            .b1 = static_cast<float>(s.b1),
            .b2 = static_cast<float>(s.b2),
            .c1 = static_cast<float>(s.c1),
            .c2 = static_cast<float>(s.c2),
            .d = static_cast<float>(s.d)};
}

// The band's state, with nothing of it in the output: where bands fade in from and out to.
BandMatrix silent(BandMatrix band) noexcept {
    band.c1 = band.c2 = 0.0F;
    band.d = 1.0F;
    return band;
}

bool lets_through(const BandMatrix& band) noexcept { return band.c1 == 0.0F && band.c2 == 0.0F && band.d == 1.0F; }

}  // namespace

EqualizerPlan EqualizerPlan::design(const EqualizerSettings& settings, double sample_rate) noexcept {
    assert(settings.bands.size() <= kMaxBands);
    static_assert(kMaxBands == kernels::kMaxCascadeBands);
    EqualizerPlan plan;
    plan.preamp = static_cast<float>(gain_from_db(settings.preamp_db));
    for (const Band& band : settings.bands) {
        if (band.center_hz >= sample_rate / 2.0) continue;
        plan.bands[plan.band_count++] = rounded(design_state_space(band, sample_rate));
    }
    return plan;
}

struct Equalizer::State {
    using Bands = std::array<BandMatrix, kMaxBands>;

    explicit State(const EqualizerSpec& spec)
        : channels(spec.channels),
          transition_frames(
              static_cast<std::size_t>(std::max(1L, std::lround(spec.transition_ms / 1000.0 * spec.sample_rate)))) {
        assert(spec.channels >= 1 && spec.channels <= kernels::kMaxCascadeChannels);
        settle();
    }

    std::span<const BandMatrix> running(const Bands& bands) const noexcept { return {bands.data(), cascade.bands()}; }

    void aim(const EqualizerPlan& plan) noexcept;
    void settle() noexcept;
    void filter(AudioBlock block) noexcept;
    void fade(AudioBlock block) noexcept;

    const std::size_t channels;
    const std::size_t transition_frames;
    kernels::BandCascade cascade;
    Bands now{};  // The first section carries the preamp.
    Bands target{};
    Bands steps{};
    std::size_t target_bands = 0;
    std::size_t frames_left = 0;  // Of the transition.
    bool flat = true;

    std::size_t wet_frames = transition_frames;  // Position of the bypass fade; 0 is dry.
    Bypass bypass = Bypass::off;
    std::atomic<std::uint64_t> recoveries{0};
};

// Where to, and how much of the way each frame goes. Bands that only one side has fade in or out in place.
void Equalizer::State::aim(const EqualizerPlan& plan) noexcept {
    target_bands = std::max<std::size_t>(plan.band_count, plan.preamp != 1.0F ? 1 : 0);
    const std::size_t before = cascade.bands();
    const std::size_t count = std::max(before, target_bands);
    for (std::size_t b = 0; b < count; ++b) {
        target[b] = b < plan.band_count ? plan.bands[b] : silent(now[b]);
        if (b >= before) now[b] = silent(target[b]);
    }
    if (count > 0) {
        for (const auto number : {&BandMatrix::c1, &BandMatrix::c2, &BandMatrix::d}) target[0].*number *= plan.preamp;
    }
    for (std::size_t b = 0; b < count; ++b) {
        for (const auto number : kNumbers) {
            steps[b].*number = (target[b].*number - now[b].*number) / static_cast<float>(transition_frames);
        }
    }
    if (count != before) cascade.lay_out(count, channels);
    frames_left = transition_frames;
}

void Equalizer::State::settle() noexcept {
    frames_left = 0;
    now = target;
    if (cascade.bands() != target_bands || cascade.channels() != channels) cascade.lay_out(target_bands, channels);
    cascade.set(running(now));
    flat = std::all_of(now.begin(), now.begin() + static_cast<std::ptrdiff_t>(target_bands), lets_through);
    if (flat) cascade.clear();
}

void Equalizer::State::filter(AudioBlock block) noexcept {
    std::size_t done = 0;
    while (frames_left > 0 && done < block.frames()) {
        const std::size_t count = std::min(frames_left, block.frames() - done);
        cascade.process_moving(running(now), running(steps), block.subblock(done, count).samples().data(), count);
        done += count;
        frames_left -= count;
        for (std::size_t b = 0; b < cascade.bands(); ++b) {
            for (const auto number : kNumbers) {
                now[b].*number = target[b].*number - steps[b].*number * static_cast<float>(frames_left);
            }
        }
        if (frames_left == 0) settle();
    }
    if (!flat) cascade.process(block.subblock(done, block.frames() - done).samples().data(), block.frames() - done);
    if (cascade.recover()) {
        recoveries.fetch_add(1, std::memory_order_relaxed);
        for (float& sample : block.samples()) {
            if (!std::isfinite(sample)) sample = 0.0F;
        }
    }
}

// Filters a copy's worth at a time and mixes it with what was there.
void Equalizer::State::fade(AudioBlock block) noexcept {
    constexpr std::size_t kFrames = 64;
    alignas(64) std::array<float, kFrames * kernels::kMaxCascadeChannels> dry;
    const auto share = [&](std::size_t frames) {
        return static_cast<float>(frames) / static_cast<float>(transition_frames);
    };
    for (std::size_t done = 0; done < block.frames();) {
        const bool out = bypass == Bypass::on;
        const std::size_t left = out ? wet_frames : transition_frames - wet_frames;
        if (left == 0) {
            if (!out) filter(block.subblock(done, block.frames() - done));
            return;
        }
        const std::size_t count = std::min({kFrames, left, block.frames() - done});
        const AudioBlock part = block.subblock(done, count);
        std::copy(part.samples().begin(), part.samples().end(), dry.begin());
        filter(part);
        const std::size_t end = out ? wet_frames - count : wet_frames + count;
        kernels::crossfade(dry.data(), part.samples().data(), part.samples().data(), count, channels,
                           {.from = share(wet_frames), .to = share(end)});
        wet_frames = end;
        done += count;
        if (wet_frames == 0) {  // What the filters remember will be old when they are heard again.
            if (frames_left > 0) settle();
            cascade.clear();
        }
    }
}

Equalizer::Equalizer(const EqualizerSpec& spec) : state_(std::make_unique<State>(spec)) {}
Equalizer::~Equalizer() = default;
Equalizer::Equalizer(Equalizer&&) noexcept = default;
Equalizer& Equalizer::operator=(Equalizer&&) noexcept = default;

void Equalizer::set_target(const EqualizerPlan& plan) noexcept {
    state_->aim(plan);
    if (state_->wet_frames == 0) state_->settle();
}

void Equalizer::set_now(const EqualizerPlan& plan) noexcept {
    state_->aim(plan);
    state_->settle();
}

void Equalizer::set_bypass(Bypass bypass) noexcept { state_->bypass = bypass; }

void Equalizer::process(AudioBlock block) noexcept {
    State& s = *state_;
    assert(block.channels() == s.channels);
    if (block.frames() == 0) return;
    const bool steady = s.wet_frames == (s.bypass == Bypass::on ? 0 : s.transition_frames);
    if (!steady) return s.fade(block);
    if (s.bypass == Bypass::on) return;
    if (s.flat && s.frames_left == 0) return;
    s.filter(block);
}

void Equalizer::reset() noexcept {
    if (state_->frames_left > 0) state_->settle();
    state_->wet_frames = state_->bypass == Bypass::on ? 0 : state_->transition_frames;
    state_->cascade.clear();
}

std::uint64_t Equalizer::recoveries() const noexcept { return state_->recoveries.load(std::memory_order_relaxed); }

}  // namespace attacca::dsp
