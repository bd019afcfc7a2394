// Text results on standard output, or in a file that appears only when it is complete.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "attacca/base/result.h"

namespace attacca::app {

/// Failure    A disk that is full, or a folder that is not there. A reader of standard output that has gone is
///            no failure: what is written from then on goes nowhere.
class TextOutput {
public:
    /// `-` or nothing is standard output.
    [[nodiscard]] static Result<TextOutput> open(const std::string& path);
    ~TextOutput();  ///< Without `finish`, no file is left.
    TextOutput(TextOutput&& other) noexcept;
    TextOutput& operator=(TextOutput&&) = delete;

    void write(std::string_view text);
    /// Hands on what was written: somebody waits for it.
    void flush();
    /// Whether the reader of standard output has gone: nobody waits for more.
    [[nodiscard]] bool unheard() const;
    /// Completes the file and gives it its name.
    [[nodiscard]] Status finish();

private:
    TextOutput(std::FILE* stream, std::string path, std::string beside)
        : stream_(stream), path_(std::move(path)), beside_(std::move(beside)) {}

    std::FILE* stream_;
    std::string path_;
    std::string beside_;  ///< Where the file stands until it is complete; empty for standard output.
};

}  // namespace attacca::app
