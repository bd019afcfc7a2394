#include "patient_input.h"

#include <utility>

#include "text.h"

namespace attacca::app {
namespace {

constexpr auto kBetweenTries = std::chrono::seconds(1);

}  // namespace

Result<PatientInput> PatientInput::open(Open open, Say say) {
    auto input = open();
    if (!input) return fail(input.error());
    return PatientInput(std::move(open), std::move(say), *std::move(input));
}

PatientInput::Change PatientInput::look(Time now) {
    if (input_) {
        const auto failure = input_->failure();
        if (!failure) return Change::none;
        say_(printable(input_->device_name()) + ": " + printable(failure->detail) + "; waiting until it is back");
        input_.reset();
        next_try_ = now + kBetweenTries;
        return Change::lost;
    }
    if (now < next_try_) return Change::none;
    next_try_ = now + kBetweenTries;
    auto input = open_();
    if (!input) return Change::none;
    input_ = *std::move(input);
    say_("listening again, to " + printable(input_->device_name()));
    return Change::found;
}

}  // namespace attacca::app
