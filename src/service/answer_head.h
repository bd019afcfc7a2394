// The head of an answer: its status line and fields, before the body.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attacca::service {

struct AnswerHead {
    unsigned status = 200;
    std::size_t body_bytes = 0;       ///< Not told with 204 and 304, which have no body.
    std::string_view allowed_origin;  ///< See `allowed_origin`; empty: none.
    std::string_view fields;          ///< Lines, each ended.
    std::string_view more_fields;
    bool keep_alive = true;
};

/// In place of what `text` holds: no allocation once it has its size.
void write_head(std::string& text, const AnswerHead& head);

}  // namespace attacca::service
