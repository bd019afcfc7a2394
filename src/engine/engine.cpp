#include "attacca/engine/engine.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "attacca/kernels/gain.h"
#include "attacca/rt/denormals.h"
#include "attacca/rt/realtime_scope.h"

namespace attacca::engine {

Engine::Engine(const EngineSpec& spec, std::unique_ptr<Plan> plan)
    : transport_(spec.transport),
      max_block_frames_(spec.max_block_frames),
      swap_frames_(std::max<std::size_t>(1, static_cast<std::size_t>(spec.transport.sample_rate * spec.swap_ms / 1000.0))),
      plan_(std::move(plan)),
      scratch_(spec.max_block_frames * spec.transport.channels) {}

Engine::~Engine() = default;

bool Engine::set_plan(std::unique_ptr<Plan>& plan) {
    collect_retired();
    if (awaiting_return_ == kSwaps || !incoming_.push(std::move(plan))) return false;
    ++awaiting_return_;
    return true;
}

std::size_t Engine::collect_retired() noexcept {
    std::size_t count = 0;
    std::unique_ptr<Plan> retired;
    while (retired_.pop(retired)) {
        retired.reset();
        ++count;
    }
    awaiting_return_ -= count;
    return count;
}

void Engine::process(AudioBlock output) noexcept {
    const rt::RealtimeScope realtime;
    const rt::ScopedDenormalsOff denormals;
    for (std::size_t done = 0; done < output.frames();) {
        const std::size_t frames = std::min(max_block_frames_, output.frames() - done);
        process_piece(output.subblock(done, frames));
        done += frames;
    }
}

void Engine::process_piece(AudioBlock piece) noexcept {
    transport_.process(piece);
    if (!next_plan_ && incoming_.pop(next_plan_)) swapped_frames_ = 0;
    if (next_plan_) {
        crossfade(piece);
    } else {
        plan_->process(piece);
    }
    note_first_sound(piece);
}

void Engine::crossfade(AudioBlock piece) noexcept {
    const std::size_t samples = piece.samples().size();
    const AudioBlock incoming(scratch_.span().first(samples), piece.channels());
    std::ranges::copy(piece.samples(), incoming.samples().begin());
    plan_->process(piece);
    next_plan_->process(incoming);

    const std::size_t fading = std::min(swap_frames_ - swapped_frames_, piece.frames());
    const auto share = [this](std::size_t frames) {
        return static_cast<float>(frames) / static_cast<float>(swap_frames_);
    };
    kernels::crossfade(piece.data(), incoming.data(), piece.data(), fading, piece.channels(),
                       {.from = share(swapped_frames_), .to = share(swapped_frames_ + fading)});
    const std::size_t rest = piece.frames() - fading;
    std::ranges::copy(incoming.subblock(fading, rest).samples(), piece.subblock(fading, rest).samples().begin());
    swapped_frames_ += fading;

    if (swapped_frames_ == swap_frames_) {
        std::swap(plan_, next_plan_);
        // There is always room: `set_plan` never lets more plans through than this queue holds.
        if (!retired_.push(std::move(next_plan_))) std::terminate();
    }
}

void Engine::note_first_sound(ConstAudioBlock block) noexcept {
    if (first_sound_ns_.load(std::memory_order_relaxed) != 0) return;
    if (std::ranges::all_of(block.samples(), [](float sample) { return sample == 0.0F; })) return;
    // clock_gettime answers from the vDSO: no system call.
    first_sound_ns_.store(std::chrono::steady_clock::now().time_since_epoch().count(), std::memory_order_relaxed);
}

std::chrono::steady_clock::time_point Engine::first_sound() const noexcept {
    return std::chrono::steady_clock::time_point(
        std::chrono::steady_clock::duration(first_sound_ns_.load(std::memory_order_relaxed)));
}

}  // namespace attacca::engine
