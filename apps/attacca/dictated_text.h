// What was dictated, on its way to where the user wants it.
#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/speech/spoken_text.h"
#include "attacca/typing/text_target.h"
#include "terminal.h"

namespace attacca::app {

/// Standard output: a line for each utterance, and on a terminal what has been understood so far below them.
class LineTarget final : public typing::TextTarget {
public:
    explicit LineTarget(std::FILE* output) : output_(output), line_(output) {}

    [[nodiscard]] const std::string& where() const noexcept override { return where_; }
    [[nodiscard]] Status put(std::string_view utf8) override;
    void show_partial(std::string_view utf8) override;

private:
    std::FILE* output_;
    LiveLine line_;
    std::string where_ = "standard output";
};

/// Writes utterances as text, and hands it to every target. A target that fails is said, and the others go on.
///
/// Threads    One at a time, never the audio thread.
class DictatedText {
public:
    using Say = std::function<void(const std::string& sentence)>;

    DictatedText(std::vector<std::unique_ptr<typing::TextTarget>> targets, Say say)
        : targets_(std::move(targets)), say_(std::move(say)) {}

    /// How what follows is written.
    void set_style(const speech::SpokenTextSpec& style) { spoken_ = speech::SpokenText(style); }

    /// A new dictation begins.
    void begin();
    void partial(std::string_view utterance);
    void final(std::string_view utterance);

    /// While a key that is taken from all windows is down, they would get no text: it is kept until `release`.
    void hold() { held_back_ = true; }
    void release();

private:
    void put(const std::string& text);

    speech::SpokenText spoken_{speech::SpokenTextSpec{}};
    std::vector<std::unique_ptr<typing::TextTarget>> targets_;
    Say say_;
    bool held_back_ = false;
    std::vector<std::string> kept_;
};

}  // namespace attacca::app
