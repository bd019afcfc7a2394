#include <algorithm>

#include "bench/bench.h"

namespace attacca::bench {
namespace {

std::vector<Row>& all() {
    static std::vector<Row> rows;
    return rows;
}

}  // namespace

bool add(Row row) {
    auto& rows = all();
    const auto place = std::upper_bound(rows.begin(), rows.end(), row,
                                        [](const Row& a, const Row& b) { return a.name < b.name; });
    rows.insert(place, std::move(row));
    return true;
}

const std::vector<Row>& rows() { return all(); }

}  // namespace attacca::bench
