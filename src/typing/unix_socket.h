// Unix sockets by their paths.
#pragma once

#include <string>

#include "attacca/base/result.h"
#include "typing/descriptor.h"

namespace attacca::typing {

/// Failure: not_found where nobody listens.
[[nodiscard]] Result<Descriptor> connect_unix(const std::string& path);

/// Takes the place of a socket that nobody listens at any more. The descriptor does not wait.
/// Failure: busy where somebody listens there already.
[[nodiscard]] Result<Descriptor> listen_unix(const std::string& path);

}  // namespace attacca::typing
