// A keyboard of our own that the kernel shows to everybody: any desktop, and the console.
#pragma once

#include <linux/input.h>

#include <filesystem>
#include <string_view>
#include <vector>

#include "attacca/base/result.h"
#include "typing/descriptor.h"

namespace attacca::typing {

/// Strokes of a US keyboard, each an event of the kernel.
/// Failure: names the characters that it has not.
[[nodiscard]] Result<std::vector<input_event>> us_strokes(std::string_view utf8);

/// Ctrl+V.
[[nodiscard]] std::vector<input_event> paste_strokes();

class UinputKeyboard {
public:
    /// Failure: no such device; no permission, and how to get it.
    [[nodiscard]] static Result<UinputKeyboard> open(const std::filesystem::path& device = "/dev/uinput");

    [[nodiscard]] Status send(const std::vector<input_event>& events);

private:
    explicit UinputKeyboard(Descriptor device) : device_(std::move(device)) {}

    Descriptor device_;
};

}  // namespace attacca::typing
