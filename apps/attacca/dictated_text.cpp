#include "dictated_text.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include "text.h"

namespace attacca::app {
namespace {

std::string_view without_leading_space(std::string_view text) { return text.starts_with(' ') ? text.substr(1) : text; }

}  // namespace

Status LineTarget::put(std::string_view utf8) {
    line_.clear();
    const auto text = without_leading_space(utf8);
    std::fprintf(output_, "%.*s\n", static_cast<int>(text.size()), text.data());
    if (std::fflush(output_) == 0) return {};
    if (errno == EPIPE) return fail(ErrorCode::system, "standard output is no longer read");
    return fail(ErrorCode::system, std::string("standard output cannot be written: ") + std::strerror(errno));
}

void LineTarget::show_partial(std::string_view utf8) {
    const auto text = printable(without_leading_space(utf8));
    line_.draw(fitted(text, terminal_columns(output_) - 1));
}

void DictatedText::begin() {
    spoken_.begin();
    for (const auto& target : targets_) target->begin();
}

void DictatedText::partial(std::string_view utterance) {
    const std::string text = spoken_.preview(utterance);
    for (const auto& target : targets_) target->show_partial(text);
}

void DictatedText::final(std::string_view utterance) {
    std::string text = spoken_.write(utterance);
    if (text.empty()) return;
    if (held_back_) {
        kept_.push_back(std::move(text));
    } else {
        put(text);
    }
}

void DictatedText::release() {
    held_back_ = false;
    for (const auto& text : std::exchange(kept_, {})) put(text);
}

void DictatedText::put(const std::string& text) {
    for (const auto& target : targets_) {
        if (auto done = target->put(text); !done) say_(printable(done.error().detail));
    }
}

}  // namespace attacca::app
