#ifdef ATTACCA_HAS_FFMPEG

#include "media/ffmpeg_library.h"

#include <dlfcn.h>

#include <cstdint>
#include <string>

namespace attacca::media {
namespace {

// The largest single block a decoder of music asks for is a few megabytes; a damaged header asks for more.
constexpr std::size_t kLargestAllocation = std::size_t{128} << 20;

/// One shared library and the first thing that was not found in it.
class Symbols {
public:
    Symbols(const std::string& stem, int version) : name_("lib" + stem + ".so." + std::to_string(version)) {
        // Lazy: most of the symbols of the libraries behind it are never called.
        handle_ = dlopen(name_.c_str(), RTLD_LAZY | RTLD_LOCAL);
        if (handle_ == nullptr) missing_ = name_ + " (Debian: apt install lib" + stem + std::to_string(version) + ")";
    }

    template <class Function>
    void find(const char* symbol, Function& function) {
        if (handle_ == nullptr) return;
        function = reinterpret_cast<Function>(dlsym(handle_, symbol));
        if (function == nullptr && missing_.empty()) missing_ = std::string(symbol) + " in " + name_;
    }

    const std::string& missing() const { return missing_; }

private:
    std::string name_;
    void* handle_;
    std::string missing_;
};

std::string find_util(FfmpegLibrary& table) {
    Symbols util("avutil", LIBAVUTIL_VERSION_MAJOR);
    util.find("av_dict_free", table.av_dict_free);
    util.find("av_dict_get", table.av_dict_get);
    util.find("av_dict_set", table.av_dict_set);
    util.find("av_frame_alloc", table.av_frame_alloc);
    util.find("av_frame_free", table.av_frame_free);
    util.find("av_free", table.av_free);
    util.find("av_get_bytes_per_sample", table.av_get_bytes_per_sample);
    util.find("av_log_set_level", table.av_log_set_level);
    util.find("av_malloc", table.av_malloc);
    util.find("av_max_alloc", table.av_max_alloc);
    util.find("av_rescale_rnd", table.av_rescale_rnd);
    util.find("av_rescale_q_rnd", table.av_rescale_q_rnd);
    util.find("av_strerror", table.av_strerror);
    return util.missing();
}

std::string find_codec(FfmpegLibrary& table) {
    Symbols codec("avcodec", LIBAVCODEC_VERSION_MAJOR);
    codec.find("av_packet_alloc", table.av_packet_alloc);
    codec.find("av_packet_free", table.av_packet_free);
    codec.find("av_packet_unref", table.av_packet_unref);
    codec.find("avcodec_alloc_context3", table.avcodec_alloc_context3);
    codec.find("avcodec_descriptor_get", table.avcodec_descriptor_get);
    codec.find("avcodec_find_decoder", table.avcodec_find_decoder);
    codec.find("avcodec_flush_buffers", table.avcodec_flush_buffers);
    codec.find("avcodec_free_context", table.avcodec_free_context);
    codec.find("avcodec_open2", table.avcodec_open2);
    codec.find("avcodec_parameters_to_context", table.avcodec_parameters_to_context);
    codec.find("avcodec_receive_frame", table.avcodec_receive_frame);
    codec.find("avcodec_send_packet", table.avcodec_send_packet);
    return codec.missing();
}

std::string find_format(FfmpegLibrary& table) {
    Symbols format("avformat", LIBAVFORMAT_VERSION_MAJOR);
    format.find("av_find_best_stream", table.av_find_best_stream);
    format.find("av_read_frame", table.av_read_frame);
    format.find("av_seek_frame", table.av_seek_frame);
    format.find("avformat_alloc_context", table.avformat_alloc_context);
    format.find("avformat_close_input", table.avformat_close_input);
    format.find("avformat_find_stream_info", table.avformat_find_stream_info);
    format.find("avformat_open_input", table.avformat_open_input);
    format.find("avio_alloc_context", table.avio_alloc_context);
    format.find("avio_context_free", table.avio_context_free);
    return format.missing();
}

struct Loaded {
    FfmpegLibrary table{};
    std::string missing;
};

Loaded load_once() {
    Loaded loaded;
    for (auto* find : {find_util, find_codec, find_format}) {
        loaded.missing = find(loaded.table);
        if (!loaded.missing.empty()) return loaded;
    }
    loaded.table.av_log_set_level(AV_LOG_QUIET);
    loaded.table.av_max_alloc(kLargestAllocation);
    return loaded;
}

}  // namespace

Result<const FfmpegLibrary*> FfmpegLibrary::load() {
    static const Loaded loaded = load_once();
    if (!loaded.missing.empty()) return fail(ErrorCode::unavailable, "FFmpeg is needed but lacks " + loaded.missing);
    return &loaded.table;
}

}  // namespace attacca::media

#endif
