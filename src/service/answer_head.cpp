#include "service/answer_head.h"

#include <boost/beast/http/status.hpp>

#include "service/note_json.h"

namespace attacca::service {

namespace http = boost::beast::http;

void write_head(std::string& text, const AnswerHead& head) {
    const auto reason = http::obsolete_reason(static_cast<http::status>(head.status));
    text = "HTTP/1.1 ";
    append_number(text, head.status, 0);
    text += ' ';
    text.append(reason.data(), reason.size()).append("\r\n");
    if (head.status != 204 && head.status != 304) {
        text += "Content-Length: ";
        append_number(text, static_cast<double>(head.body_bytes), 0);
        text += "\r\n";
    }
    if (!head.allowed_origin.empty()) {
        text.append("Access-Control-Allow-Origin: ").append(head.allowed_origin).append("\r\nVary: Origin\r\n");
    }
    text.append(head.fields)
        .append(head.more_fields)
        .append(head.keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
}

}  // namespace attacca::service
