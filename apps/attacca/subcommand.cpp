#include "subcommand.h"

#include <cstdio>

#include "text.h"

namespace attacca::app {

ExitStatus fail_with(const Error& error) {
    std::fprintf(stderr, "attacca: %s\n", printable(error.detail).c_str());
    return ExitStatus::failed;
}

}  // namespace attacca::app
