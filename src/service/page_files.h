// The files of the browser studio, kept in memory as answers are made of them.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "attacca/base/result.h"

namespace attacca::service {

struct PageFile {
    std::string header;  ///< Content-Type, ETag, Cache-Control and what browsers must not do, each line ended.
    std::string body;
    std::string tag;  ///< As in the ETag, with its quotes.
};

/// What a folder held when it was read: a request is only ever looked up by name, and so reaches no other file.
///
/// Threads    Any, once read.
class PageFiles {
public:
    /// No files.
    PageFiles() = default;

    /// Failure: the folder cannot be read, holds no index.html, or more than 64 MiB.
    [[nodiscard]] static Result<PageFiles> read(const std::string& folder);

    /// By a request's path; "/" is index.html. Null where there is none.
    [[nodiscard]] const PageFile* find(std::string_view path) const;

    [[nodiscard]] bool empty() const noexcept { return files_.empty(); }

private:
    std::map<std::string, PageFile, std::less<>> files_;
};

}  // namespace attacca::service
