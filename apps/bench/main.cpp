#include <cstdio>

#include "bench/bench.h"

int main() {
    for (const auto& row : attacca::bench::rows()) std::puts(row.name.c_str());
}
