// For tests: a plucked tone as clients send it.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>

namespace attacca::service {

inline constexpr int kToneRate = 16'000;

/// 16-bit samples, low byte first.
[[nodiscard]] inline std::string tone_bytes(double frequency_hz, double seconds = 1.0) {
    std::string bytes;
    for (int i = 0; i < static_cast<int>(seconds * kToneRate); ++i) {
        double value = 0.0;
        for (int k = 1; k <= 5; ++k) value += std::sin(2.0 * std::numbers::pi * frequency_hz * k * i / kToneRate) / k;
        const auto sample = static_cast<std::int16_t>(8000.0 * value * std::exp(-2.0 * i / kToneRate));
        bytes.append(reinterpret_cast<const char*>(&sample), sizeof sample);
    }
    return bytes;
}

[[nodiscard]] inline std::string base64(const std::string& bytes) {
    const char* alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char byte : bytes) {
        bits = bits << 8 | static_cast<std::uint8_t>(byte);
        for (count += 8; count >= 6; count -= 6) text += alphabet[bits >> (count - 6) & 63];
    }
    if (count > 0) text += alphabet[bits << (6 - count) & 63];
    while (text.size() % 4 != 0) text += '=';
    return text;
}

/// A body for /analyze.
[[nodiscard]] inline std::string analyze_body(const std::string& audio_base64, const std::string& more = "") {
    return "{\"audio_data\":\"" + audio_base64 + "\",\"sample_rate\":" + std::to_string(kToneRate) + more + "}";
}

}  // namespace attacca::service
