#include "module/text_exchange.h"

#include <algorithm>

namespace attacca::web {

std::array<char, kMostText>& text_exchange() noexcept {
    static std::array<char, kMostText> text;
    return text;
}

void write_text(std::string_view text) noexcept {
    auto& exchange = text_exchange();
    const std::size_t length = std::min(text.size(), kMostText - 1);
    std::copy_n(text.begin(), length, exchange.begin());
    exchange[length] = '\0';
}

extern "C" {

[[clang::export_name("text")]] char* text() { return text_exchange().data(); }
[[clang::export_name("text_size")]] std::size_t text_size() { return kMostText; }
}

}  // namespace attacca::web
