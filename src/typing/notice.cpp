#include "attacca/typing/notice.h"

#ifdef ATTACCA_HAS_DBUS
#include <dbus/dbus.h>

#include <cstdint>
#include <utility>

#include "attacca/base/shared_library.h"
#include "typing/code_points.h"
#endif

namespace attacca::typing {

#ifdef ATTACCA_HAS_DBUS
namespace {

constexpr int kAnswerWithin_ms = 5000;
constexpr std::int32_t kShown_ms = 4000;

/// The functions of libdbus that notices need.
struct DbusLibrary {
    SharedLibrary library{"libdbus-1.so.3"};
    bool complete = true;
    decltype(&dbus_connection_open_private) open_private = find<decltype(open_private)>("dbus_connection_open_private");
    decltype(&dbus_bus_register) bus_register = find<decltype(bus_register)>("dbus_bus_register");
    decltype(&dbus_connection_close) close = find<decltype(close)>("dbus_connection_close");
    decltype(&dbus_connection_unref) unref = find<decltype(unref)>("dbus_connection_unref");
    decltype(&dbus_connection_set_exit_on_disconnect) set_exit_on_disconnect =
        find<decltype(set_exit_on_disconnect)>("dbus_connection_set_exit_on_disconnect");
    decltype(&dbus_connection_send_with_reply) send = find<decltype(send)>("dbus_connection_send_with_reply");
    decltype(&dbus_connection_read_write) read_write = find<decltype(read_write)>("dbus_connection_read_write");
    decltype(&dbus_connection_dispatch) dispatch = find<decltype(dispatch)>("dbus_connection_dispatch");
    decltype(&dbus_connection_flush) flush = find<decltype(flush)>("dbus_connection_flush");
    decltype(&dbus_pending_call_get_completed) completed = find<decltype(completed)>("dbus_pending_call_get_completed");
    decltype(&dbus_pending_call_steal_reply) steal_reply = find<decltype(steal_reply)>("dbus_pending_call_steal_reply");
    decltype(&dbus_pending_call_unref) pending_unref = find<decltype(pending_unref)>("dbus_pending_call_unref");
    decltype(&dbus_message_new_method_call) new_call = find<decltype(new_call)>("dbus_message_new_method_call");
    decltype(&dbus_message_unref) message_unref = find<decltype(message_unref)>("dbus_message_unref");
    decltype(&dbus_message_iter_init_append) init_append = find<decltype(init_append)>("dbus_message_iter_init_append");
    decltype(&dbus_message_iter_append_basic) append = find<decltype(append)>("dbus_message_iter_append_basic");
    decltype(&dbus_message_iter_open_container) open_container =
        find<decltype(open_container)>("dbus_message_iter_open_container");
    decltype(&dbus_message_iter_close_container) close_container =
        find<decltype(close_container)>("dbus_message_iter_close_container");
    decltype(&dbus_message_get_args) get_args = find<decltype(get_args)>("dbus_message_get_args");

private:
    template <class Function>
    Function find(const char* name) {
        Function function = nullptr;
        complete = library.find(name, function) && complete;
        return function;
    }
};

const DbusLibrary& dbus() {
    static const DbusLibrary library;
    return library;
}

/// libdbus ends the program that sends what is no UTF-8.
std::string clean(const std::string& text) {
    std::string kept;
    for (const char32_t character : code_points(text)) {
        if (character != U'\0') kept += utf8_of(character);
    }
    return kept;
}

}  // namespace

class Notice::Bus {
public:
    static std::unique_ptr<Bus> open(const std::string& address) {
        if (address.empty() || !dbus().complete) return nullptr;
        DBusConnection* connection = dbus().open_private(address.c_str(), nullptr);
        if (connection == nullptr) return nullptr;
        dbus().set_exit_on_disconnect(connection, FALSE);
        auto bus = std::make_unique<Bus>(connection);
        return dbus().bus_register(connection, nullptr) != FALSE ? std::move(bus) : nullptr;
    }

    explicit Bus(DBusConnection* connection) : connection_(connection) {}
    ~Bus() {
        drop_answer();
        dbus().close(connection_);
        dbus().unref(connection_);
    }
    Bus(const Bus&) = delete;
    Bus& operator=(const Bus&) = delete;

    void show(const std::string& summary, const std::string& text) {
        read_answer();
        DBusMessage* call = dbus().new_call("org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                                            "org.freedesktop.Notifications", "Notify");
        fill(call, summary, text);
        drop_answer();
        dbus().send(connection_, call, &answer_, kAnswerWithin_ms);
        dbus().flush(connection_);
        dbus().message_unref(call);
    }

private:
    void fill(DBusMessage* call, const std::string& summary, const std::string& text) const {
        DBusMessageIter at;
        DBusMessageIter list;
        dbus().init_append(call, &at);
        const auto add_text = [&](const char* words) { dbus().append(&at, DBUS_TYPE_STRING, &words); };
        const auto add_empty = [&](const char* kind) {
            dbus().open_container(&at, DBUS_TYPE_ARRAY, kind, &list);
            dbus().close_container(&at, &list);
        };
        add_text("Attacca");
        dbus().append(&at, DBUS_TYPE_UINT32, &shown_);
        add_text("audio-input-microphone");
        add_text(clean(summary).c_str());
        add_text(clean(text).c_str());
        add_empty("s");     // Actions.
        add_empty("{sv}");  // Hints.
        dbus().append(&at, DBUS_TYPE_INT32, &kShown_ms);
    }

    /// Its number, so that the next takes its place.
    void read_answer() {
        if (answer_ == nullptr) return;
        dbus().read_write(connection_, 0);
        while (dbus().dispatch(connection_) == DBUS_DISPATCH_DATA_REMAINS) continue;
        if (dbus().completed(answer_) == FALSE) return;
        DBusMessage* reply = dbus().steal_reply(answer_);
        (void)dbus().get_args(reply, nullptr, DBUS_TYPE_UINT32, &shown_, DBUS_TYPE_INVALID);
        dbus().message_unref(reply);
    }

    void drop_answer() {
        if (answer_ != nullptr) dbus().pending_unref(std::exchange(answer_, nullptr));
    }

    DBusConnection* connection_;
    DBusPendingCall* answer_ = nullptr;
    dbus_uint32_t shown_ = 0;
};

Notice::Notice(const Desktop& desktop) : bus_(Bus::open(desktop.session_bus)) {}

#else

class Notice::Bus {
public:
    void show(const std::string&, const std::string&) {}
};

Notice::Notice(const Desktop&) {}

#endif

Notice::~Notice() = default;

void Notice::show(const std::string& summary, const std::string& text) {
    if (bus_) bus_->show(summary, text);
}

}  // namespace attacca::typing
