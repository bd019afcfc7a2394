// Base64 of one second of 16-bit samples, against moving the bytes.
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "attacca/kernels/base64.h"
#include "bench/bench.h"

namespace attacca::kernels {
namespace {

constexpr std::size_t kCharacters = 128'000;

struct Buffers {
    std::string text = std::string(kCharacters, 'A');
    std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(kCharacters / 4 * 3);

    Buffers() {
        std::mt19937 random(1);
        for (char& c : text) c = static_cast<char>('a' + random() % 26);
    }
};

bench::Prepare on_buffers(void (*work)(Buffers&)) {
    return [work] {
        auto buffers = std::make_shared<Buffers>();
        return [=] {
            work(*buffers);
            bench::keep(*buffers->bytes.data());
        };
    };
}

void decode(Buffers& b) { bench::keep(decode_base64(b.text.data(), b.text.size(), b.bytes.data())); }
void move_bytes(Buffers& b) { std::memcpy(b.bytes.data(), b.text.data(), b.bytes.size()); }

[[maybe_unused]] const bool kAdded = bench::add({.name = "base64.decode/128k",
                                                 .frames = kCharacters,
                                                 .prepare = on_buffers(decode),
                                                 .rivals = {{.name = "memcpy", .prepare = on_buffers(move_bytes)}}});

}  // namespace
}  // namespace attacca::kernels
