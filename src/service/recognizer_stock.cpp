#include "service/recognizer_stock.h"

#include <algorithm>
#include <new>
#include <tuple>
#include <utility>

namespace attacca::service {
namespace {

auto settings(const analysis::NoteRecognizerSpec& spec) {
    return std::tie(spec.sample_rate, spec.channels, spec.a4_hz, spec.tuning, spec.lowest_midi, spec.highest_midi,
                    spec.voices, spec.shortest_note_ms, spec.longest_block_frames);
}

/// A request that needs more memory than there is fails; the service does not.
Result<analysis::NoteRecognizer> made(const analysis::NoteRecognizerSpec& spec) {
    try {
        return analysis::NoteRecognizer::create(spec);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::unavailable, "out of memory");
    }
}

}  // namespace

RecognizerStock::RecognizerStock(std::size_t most_idle) : most_idle_(most_idle), maker_([this] { work(); }) {
    idle_.reserve(most_idle);
}

RecognizerStock::~RecognizerStock() { stop(); }

std::optional<analysis::NoteRecognizer> RecognizerStock::take(const Spec& spec) noexcept {
    const std::scoped_lock lock(mutex_);
    const auto found = std::find_if(idle_.rbegin(), idle_.rend(),
                                    [&](const Idle& idle) { return settings(idle.spec) == settings(spec); });
    if (found == idle_.rend()) return std::nullopt;
    std::optional<analysis::NoteRecognizer> recognizer(std::move(found->recognizer));
    idle_.erase(std::next(found).base());
    return recognizer;
}

void RecognizerStock::make(const Spec& spec, Deliver deliver) {
    {
        const std::scoped_lock lock(mutex_);
        orders_.push_back({.spec = spec, .deliver = std::move(deliver)});
    }
    changed_.notify_one();
}

void RecognizerStock::give_back(const Spec& spec, analysis::NoteRecognizer recognizer) noexcept {
    recognizer.reset();
    std::optional<Idle> oldest;  // Goes when nobody waits for the lock.
    const std::scoped_lock lock(mutex_);
    if (most_idle_ == 0) return;
    if (idle_.size() == most_idle_) {
        oldest = std::move(idle_.front());
        idle_.erase(idle_.begin());
    }
    idle_.push_back({.spec = spec, .recognizer = std::move(recognizer)});
}

void RecognizerStock::stop() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    if (maker_.joinable()) maker_.join();
    orders_.clear();
}

void RecognizerStock::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [&] { return stopping_ || !orders_.empty(); });
        if (stopping_) return;
        {
            const Order order = std::move(orders_.front());
            orders_.erase(orders_.begin());
            lock.unlock();
            order.deliver(made(order.spec));
        }  // With what was to take it, which may give something back.
        lock.lock();
    }
}

}  // namespace attacca::service
