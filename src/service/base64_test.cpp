#include "service/base64.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "service/tone_test.h"

namespace attacca::service {
namespace {

std::optional<std::string> decoded(const std::string& text, std::size_t piece_bytes = 300) {
    Base64Reader reader(text);
    std::vector<std::uint8_t> piece(piece_bytes);
    std::string bytes;
    while (true) {
        const auto count = reader.read(piece);
        if (!count) return std::nullopt;
        bytes.append(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(*count));
        if (*count < piece.size()) return bytes;
    }
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
        EXPECT_EQ(decoded(encoded(bytes), 3), bytes) << length;
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

/// As the standard says, without regard to time.
std::optional<std::string> decoded_plainly(std::string text) {
    for (std::size_t at = 0; (at = text.find("\\/", at)) != std::string::npos; ++at) text.erase(at, 1);
    const std::size_t end = std::min(text.find('='), text.size());
    const std::size_t padding = text.size() - end;
    if (text.find_first_not_of('=', end) != std::string::npos || end % 4 == 1) return std::nullopt;
    if (padding > 0 && (end % 4 == 0 || end % 4 + padding != 4)) return std::nullopt;
    const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text.substr(0, end)) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string::npos) return std::nullopt;
        bits = bits << 6 | static_cast<unsigned>(value);
        for (count += 6; count >= 8; count -= 8) bytes += static_cast<char>(bits >> (count - 8));
    }
    return bytes;
}

TEST(Base64, AgreesWithAPlainReaderOnTextsThatAreNearlyRight) {
    std::mt19937 random(7);
    const std::string odd = "=/\\+AZ09_- \n\x80";
    int refused = 0;
    for (int round = 0; round < 5000; ++round) {
        std::string bytes(random() % 90, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random());
        std::string text = base64(bytes);
        for (std::size_t changes = random() % 3; changes > 0; --changes) {
            const std::size_t at = random() % (text.size() + 1);
            const char c = odd[random() % odd.size()];
            switch (random() % 4) {
                case 0:
                    text.insert(at, "\\/");
                    break;
                case 1:
                    text.insert(at, 1, c);
                    break;
                case 2:
                    text.erase(at, 1);
                    break;
                default:
                    if (at < text.size()) text[at] = c;
            }
        }
        const auto expected = decoded_plainly(text);
        ASSERT_EQ(decoded(text, 3 * (1 + random() % 40)), expected) << text;
        refused += expected ? 0 : 1;
    }
    EXPECT_GT(refused, 500);
    EXPECT_LT(refused, 4500);
}

}  // namespace
}  // namespace attacca::service
