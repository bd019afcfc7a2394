#include "service/base64.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace attacca::service {
namespace {

std::optional<std::string> decoded(const std::string& text) {
    std::vector<std::uint8_t> bytes(base64_room(text.size()));
    const auto count = decode_base64(text, bytes);
    if (!count) return std::nullopt;
    return std::string(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(*count));
}

// Bit by bit.
std::string encoded(const std::string& bytes) {
    const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bits, text;
    for (const char byte : bytes) {
        for (int i = 7; i >= 0; --i) bits += (static_cast<unsigned char>(byte) >> i & 1) != 0 ? '1' : '0';
    }
    while (bits.size() % 6 != 0) bits += '0';
    for (std::size_t i = 0; i < bits.size(); i += 6) text += alphabet[std::stoul(bits.substr(i, 6), nullptr, 2)];
    while (text.size() % 4 != 0) text += '=';
    return text;
}

TEST(Base64, GivesBackEveryLength) {
    std::mt19937 random(1);
    std::string bytes;
    for (int length = 0; length < 70; ++length) {
        EXPECT_EQ(decoded(encoded(bytes)), bytes) << length;
        std::string bare = encoded(bytes);
        while (bare.ends_with('=')) bare.pop_back();
        EXPECT_EQ(decoded(bare), bytes) << length;
        bytes += static_cast<char>(random());
    }
}

TEST(Base64, KnowsTheVectorsOfItsStandard) {
    EXPECT_EQ(decoded("Zg=="), "f");
    EXPECT_EQ(decoded("Zm8="), "fo");
    EXPECT_EQ(decoded("Zm9vYmFy"), "foobar");
}

TEST(Base64, SlashesMayBeEscapedAsJsonDoes) {
    EXPECT_EQ(decoded("\\/\\/\\/\\/"), "\xFF\xFF\xFF");
    EXPECT_EQ(decoded("A\\/8="), decoded("A/8="));
}

TEST(Base64, RefusesWhatIsNot) {
    for (const char* text :
         {"A", "AAAAA", "A===", "AA=", "AA==AA==", "AA=A", "A A=", "A-_A", "AAA\n", "\\\\AA", "Zm9v=", "=", "AAA\\"}) {
        EXPECT_FALSE(decoded(text)) << text;
    }
}

}  // namespace
}  // namespace attacca::service
