#include "rt/rtkit_linux.h"

#ifdef ATTACCA_HAS_DBUS
#include <dbus/dbus.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "attacca/base/shared_library.h"
#endif

namespace attacca::rt {

#ifdef ATTACCA_HAS_DBUS
namespace {

constexpr const char* kService = "org.freedesktop.RealtimeKit1";
constexpr const char* kObject = "/org/freedesktop/RealtimeKit1";
constexpr int kAnswerWithin_ms = 1000;

class DbusLibrary {
public:
    DbusLibrary() : library_("libdbus-1.so.3") {
        find("dbus_bus_get_private", bus_get_private);
        find("dbus_connection_close", connection_close);
        find("dbus_connection_unref", connection_unref);
        find("dbus_connection_set_exit_on_disconnect", set_exit_on_disconnect);
        find("dbus_connection_send_with_reply_and_block", send_and_block);
        find("dbus_message_new_method_call", new_method_call);
        find("dbus_message_append_args", append_args);
        find("dbus_message_unref", message_unref);
        find("dbus_message_iter_init", iter_init);
        find("dbus_message_iter_recurse", iter_recurse);
        find("dbus_message_iter_get_arg_type", iter_get_arg_type);
        find("dbus_message_iter_get_basic", iter_get_basic);
        find("dbus_error_init", error_init);
        find("dbus_error_free", error_free);
    }

    bool complete() const noexcept { return complete_; }

    decltype(&dbus_bus_get_private) bus_get_private = nullptr;
    decltype(&dbus_connection_close) connection_close = nullptr;
    decltype(&dbus_connection_unref) connection_unref = nullptr;
    decltype(&dbus_connection_set_exit_on_disconnect) set_exit_on_disconnect = nullptr;
    decltype(&dbus_connection_send_with_reply_and_block) send_and_block = nullptr;
    decltype(&dbus_message_new_method_call) new_method_call = nullptr;
    decltype(&dbus_message_append_args) append_args = nullptr;
    decltype(&dbus_message_unref) message_unref = nullptr;
    decltype(&dbus_message_iter_init) iter_init = nullptr;
    decltype(&dbus_message_iter_recurse) iter_recurse = nullptr;
    decltype(&dbus_message_iter_get_arg_type) iter_get_arg_type = nullptr;
    decltype(&dbus_message_iter_get_basic) iter_get_basic = nullptr;
    decltype(&dbus_error_init) error_init = nullptr;
    decltype(&dbus_error_free) error_free = nullptr;

private:
    template <class Function>
    void find(const char* name, Function& function) noexcept {
        complete_ = library_.find(name, function) && complete_;
    }

    SharedLibrary library_;
    bool complete_ = true;
};

const DbusLibrary& dbus() {
    static const DbusLibrary library;
    return library;
}

struct CloseConnection {
    void operator()(DBusConnection* connection) const noexcept {
        dbus().connection_close(connection);
        dbus().connection_unref(connection);
    }
};
struct ReleaseMessage {
    void operator()(DBusMessage* message) const noexcept { dbus().message_unref(message); }
};
using Connection = std::unique_ptr<DBusConnection, CloseConnection>;
using Message = std::unique_ptr<DBusMessage, ReleaseMessage>;

class BusError {
public:
    BusError() noexcept { dbus().error_init(&error_); }
    ~BusError() { dbus().error_free(&error_); }
    BusError(const BusError&) = delete;
    BusError& operator=(const BusError&) = delete;

    DBusError* raw() noexcept { return &error_; }
    std::string words() const { return error_.message != nullptr ? error_.message : "no reason given"; }

private:
    DBusError error_{};
};

Result<Connection> connect() {
    if (!dbus().complete()) {
        return fail(ErrorCode::unavailable, "rtkit needs libdbus-1.so.3: install libdbus-1-3");
    }
    BusError error;
    Connection connection(dbus().bus_get_private(DBUS_BUS_SYSTEM, error.raw()));
    if (!connection) return fail(ErrorCode::unavailable, "rtkit needs the system's D-Bus: " + error.words());
    dbus().set_exit_on_disconnect(connection.get(), FALSE);
    return connection;
}

Message new_call(const char* interface, const char* method) {
    return Message(dbus().new_method_call(kService, kObject, interface, method));
}

Result<Message> answer(const Connection& connection, const Message& call) {
    BusError error;
    Message reply(dbus().send_and_block(connection.get(), call.get(), kAnswerWithin_ms, error.raw()));
    if (!reply) return fail(ErrorCode::permission, "rtkit refused: " + error.words());
    return reply;
}

// rtkit's properties are whole numbers of two sizes.
Result<std::int64_t> property(const Connection& connection, const char* name) {
    const Message call = new_call("org.freedesktop.DBus.Properties", "Get");
    dbus().append_args(call.get(), DBUS_TYPE_STRING, &kService, DBUS_TYPE_STRING, &name, DBUS_TYPE_INVALID);
    const auto reply = answer(connection, call);
    if (!reply) return fail(reply.error());
    DBusMessageIter outer;
    DBusMessageIter inner;
    if (dbus().iter_init(reply->get(), &outer) && dbus().iter_get_arg_type(&outer) == DBUS_TYPE_VARIANT) {
        dbus().iter_recurse(&outer, &inner);
        DBusBasicValue value;
        switch (dbus().iter_get_arg_type(&inner)) {
            case DBUS_TYPE_INT32:
                dbus().iter_get_basic(&inner, &value);
                return value.i32;
            case DBUS_TYPE_INT64:
                dbus().iter_get_basic(&inner, &value);
                return value.i64;
            default:
                break;
        }
    }
    return fail(ErrorCode::damaged, std::string("rtkit answers ") + name + " in a way nobody knows");
}

Status limit_realtime_stretch(std::int64_t longest_us) {
    rlimit limit{};
    if (getrlimit(RLIMIT_RTTIME, &limit) != 0) return fail(ErrorCode::system, "cannot read RLIMIT_RTTIME");
    const auto longest = static_cast<rlim_t>(longest_us);
    if (limit.rlim_cur <= longest && limit.rlim_max <= longest) return {};
    limit.rlim_max = std::min(limit.rlim_max, longest);
    limit.rlim_cur = std::min(limit.rlim_cur, limit.rlim_max);
    if (setrlimit(RLIMIT_RTTIME, &limit) != 0) return fail(ErrorCode::system, "cannot set RLIMIT_RTTIME");
    return {};
}

template <class Level>
Status set_level(const Connection& connection, const char* method, pid_t thread, Level level, int level_type) {
    const Message call = new_call(kService, method);
    const auto id = static_cast<dbus_uint64_t>(thread);
    dbus().append_args(call.get(), DBUS_TYPE_UINT64, &id, level_type, &level, DBUS_TYPE_INVALID);
    const auto reply = answer(connection, call);
    if (!reply) return fail(reply.error());
    return {};
}

}  // namespace

Result<int> rtkit_make_realtime(pid_t thread, int priority) {
    const auto connection = connect();
    if (!connection) return fail(connection.error());
    const auto highest = property(*connection, "MaxRealtimePriority");
    if (!highest) return fail(highest.error());
    const auto longest_us = property(*connection, "RTTimeUSecMax");
    if (!longest_us) return fail(longest_us.error());
    const Status limited = limit_realtime_stretch(*longest_us);
    if (!limited) return fail(limited.error());
    const auto level = static_cast<dbus_uint32_t>(std::min<std::int64_t>(priority, *highest));
    const Status set = set_level(*connection, "MakeThreadRealtime", thread, level, DBUS_TYPE_UINT32);
    if (!set) return fail(set.error());
    return static_cast<int>(level);
}

Result<int> rtkit_make_nice(pid_t thread, int nice) {
    const auto connection = connect();
    if (!connection) return fail(connection.error());
    const auto lowest = property(*connection, "MinNiceLevel");
    if (!lowest) return fail(lowest.error());
    const auto level = static_cast<dbus_int32_t>(std::max<std::int64_t>(nice, *lowest));
    const Status set = set_level(*connection, "MakeThreadHighPriority", thread, level, DBUS_TYPE_INT32);
    if (!set) return fail(set.error());
    return level;
}

#else

Result<int> rtkit_make_realtime(pid_t, int) {
    return fail(ErrorCode::unavailable, "this build cannot ask rtkit: it was made without libdbus");
}

Result<int> rtkit_make_nice(pid_t, int) {
    return fail(ErrorCode::unavailable, "this build cannot ask rtkit: it was made without libdbus");
}

#endif

}  // namespace attacca::rt
