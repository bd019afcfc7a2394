#include "listening.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <utility>

#include "option_values.h"
#include "text.h"

namespace attacca::app {

Listening::Listening(const ListeningSpec& spec, std::unique_ptr<player::LiveInput> input, const StopSignal& stop)
    : input_(std::move(input)),
      stop_(stop),
      pause_(spec.pause),
      last_frame_(spec.duration ? frames_of(*spec.duration, input_->given().sample_rate)
                                : std::numeric_limits<std::uint64_t>::max()) {}

Result<std::unique_ptr<Listening>> Listening::open(const ListeningSpec& spec, const StopSignal& stop) {
    if (spec.device.empty()) {
        if (auto answers = player::check_input_answers(); !answers) return fail(answers.error());
    }
    auto input = player::LiveInput::open({.device = spec.device, .block_frames = spec.block_frames});
    if (!input) return fail(input.error());
    return std::unique_ptr<Listening>(new Listening(spec, *std::move(input), stop));
}

std::string Listening::greeting(const std::string& more) const {
    return formatted("Listening to %s: %.0f Hz%s%s", printable(input_->device_name()).c_str(), sample_rate(),
                     more.c_str(), keyboard_.available() ? ". q stops" : "");
}

Status Listening::run(const Hear& hear) {
    for (bool wanted = true; wanted && !stop_.requested() && frames_ < last_frame_;) {
        const auto failure = input_->failure();  // Asked first: what was captured before is still to be read.
        wanted = take_all(hear);
        if (failure) return fail(*failure);
        wanted = wanted && !asked_to_quit();
    }
    return {};
}

bool Listening::take_all(const Hear& hear) {
    for (auto block = input_->read(); !block.empty() && frames_ < last_frame_; block = input_->read()) {
        const auto frames = std::min<std::uint64_t>(block.size() / channels(), last_frame_ - frames_);
        frames_ += frames;
        if (!hear({block.first(frames * channels()), channels()})) return false;
    }
    return true;
}

bool Listening::asked_to_quit() {
    const auto keys = keyboard_.wait(pause_, stop_.descriptor());
    return std::ranges::count(keys, Key{.kind = KeyKind::character, .character = 'q'}) > 0;
}

void Listening::report_losses() const {
    const auto lost = input_->lost_frames();
    if (lost == 0) return;
    std::fprintf(stderr, "attacca: %s: %llu frames were not heard in time and are lost\n",
                 printable(input_->device_name()).c_str(), static_cast<unsigned long long>(lost));
}

}  // namespace attacca::app
