#include "attacca/base/nearest_name.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace attacca {
namespace {

constexpr std::size_t kLongestName = 256;  // Past it nobody misspelled: time would grow with the square.

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Optimal string alignment: Levenshtein's distance with swaps of neighbors as one edit.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> two_ago(b.size() + 1);
    std::vector<std::size_t> one_ago(b.size() + 1);
    std::vector<std::size_t> now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) now[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        two_ago.swap(one_ago);
        one_ago.swap(now);
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = one_ago[j - 1] + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
            now[j] = std::min({one_ago[j] + 1, now[j - 1] + 1, replaced});
            const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
            if (swapped) now[j] = std::min(now[j], two_ago[j - 2] + 1);
        }
    }
    return now[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view name, std::span<const std::string> candidates) {
    if (name.size() > kLongestName) return {};
    std::string nearest;
    std::size_t fewest = kLongestName;
    for (const auto& candidate : candidates) {
        if (candidate.size() > kLongestName) continue;
        const std::size_t allowed = (std::max(name.size(), candidate.size()) + 2) / 3;
        const std::size_t needed = edits(name, candidate);
        if (needed > allowed || needed >= fewest) continue;
        fewest = needed;
        nearest = candidate;
    }
    return nearest;
}

}  // namespace attacca
