// Text results on standard output, or in a file that appears only when it is complete.
#pragma once

#include <string>
#include <string_view>

#include "attacca/base/result.h"
#include "attacca/media/output_file.h"

namespace attacca::app {

/// Failure    A disk that is full, or a folder that is not there. A reader of standard output that has gone is
///            no failure: what is written from then on goes nowhere.
class TextOutput {
public:
    /// `-` or nothing is standard output. Without `finish`, no file is left.
    [[nodiscard]] static Result<TextOutput> open(const std::string& path);

    void write(std::string_view text);
    /// Hands on what was written: somebody waits for it.
    void flush();
    /// Whether more would go nowhere: the reader of standard output has gone, or a device is full.
    [[nodiscard]] bool unheard() const;
    /// Completes the file and gives it its name.
    [[nodiscard]] Status finish();

private:
    TextOutput(media::OutputFile file, bool is_watched) : file_(std::move(file)), is_watched_(is_watched) {}

    media::OutputFile file_;
    bool is_watched_;  ///< A terminal, where each line is seen as it comes.
};

}  // namespace attacca::app
