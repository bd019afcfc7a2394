// How Attacca says that the world failed: a value, or an Error with a code and a sentence.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace attacca {

/// What went wrong, for code that branches. `Error::detail` is for people.
enum class ErrorCode {
    invalid_argument,  ///< A setting, option or text that cannot be used as given.
    not_found,         ///< No such file, device, preset or entry.
    unreadable,        ///< There, but it cannot be opened or read.
    unsupported,       ///< Understood, but not something this build or format can do.
    damaged,           ///< Not, or no longer, what its format says.
    no_device,         ///< No sound device or sound server answers.
    device_lost,       ///< The device vanished while it was in use.
    busy,              ///< Held by somebody else.
    no_space,          ///< The disk is full.
    permission,        ///< The system does not allow it.
    cancelled,         ///< The user stopped it.
    unavailable,       ///< A part that this installation lacks.
    system,            ///< Any other failure of the operating system.
};

/// `detail` names the file or device, what happened to it, and what to do next.
struct Error {
    ErrorCode code = ErrorCode::system;
    std::string detail;
};

/// The only place that names tl::expected. Use what std::expected has too, so that a later
/// compiler's own type can take its place.
template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// `return fail(ErrorCode::not_found, path + ": no such file");`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string detail) {
    return tl::unexpected<Error>(Error{code, std::move(detail)});
}

/// Hands an error on unchanged: `return fail(opened.error());`
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

}  // namespace attacca
