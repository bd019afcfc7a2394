#include "attacca/kernels/base64.h"

#include <random>
#include <string>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class Base64 : public PathTest {};
ATTACCA_ON_EVERY_PATH(Base64);

const std::string kCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bit by bit.
std::vector<std::uint8_t> decoded(const std::string& text) {
    std::vector<std::uint8_t> bytes;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        bits = bits << 6 | static_cast<unsigned>(kCharacters.find(c));
        for (count += 6; count >= 8; count -= 8) bytes.push_back(static_cast<std::uint8_t>(bits >> (count - 8)));
    }
    return bytes;
}

std::string random_text(std::size_t size, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::string text(size, 'A');
    for (char& c : text) c = kCharacters[random() % kCharacters.size()];
    return text;
}

TEST_P(Base64, DecodesAsBitByBit) {
    for (const std::size_t size : kAwkwardSizes) {
        const std::string text = " " + random_text(size, 1);  // Unaligned.
        UnalignedSpan<std::uint8_t> bytes(size / 4 * 3);
        ASSERT_EQ(decode_base64(text.data() + 1, size, bytes.data()), size / 4 * 4);
        const auto expected = decoded(text.substr(1, size / 4 * 4));
        EXPECT_TRUE(std::equal(expected.begin(), expected.end(), bytes.data())) << size;
        EXPECT_TRUE(bytes.guards_intact()) << size;
    }
}

TEST_P(Base64, StopsBeforeTheGroupOfAnyOtherCharacter) {
    constexpr std::size_t kSize = 256;
    const std::string text = random_text(kSize, 2);
    for (int c = 0; c < 256; ++c) {
        const bool ours = kCharacters.find(static_cast<char>(c)) != std::string::npos;
        for (const std::size_t at : {std::size_t{0}, std::size_t{77}, kSize - 1}) {
            std::string changed = text;
            changed[at] = static_cast<char>(c);
            UnalignedSpan<std::uint8_t> bytes(kSize / 4 * 3);
            const std::size_t taken = decode_base64(changed.data(), kSize, bytes.data());
            ASSERT_EQ(taken, ours ? kSize : at / 4 * 4) << c << " at " << at;
            const auto expected = decoded(changed.substr(0, taken));
            ASSERT_TRUE(std::equal(expected.begin(), expected.end(), bytes.data())) << c << " at " << at;
            ASSERT_TRUE(bytes.guards_intact());
        }
    }
}

}  // namespace
}  // namespace attacca::kernels
