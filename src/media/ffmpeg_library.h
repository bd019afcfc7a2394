// FFmpeg's functions, found in its shared libraries when a file first needs them.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
}

#include "attacca/base/result.h"

namespace attacca::media {

/// One pointer for each function used, under its own name. The libraries stay loaded until the program ends.
struct FfmpegLibrary {
    /// Threads: [any]. Failure: `unavailable`, naming the library that is missing and its Debian package.
    [[nodiscard]] static Result<const FfmpegLibrary*> load();

    decltype(&::av_dict_free) av_dict_free;
    decltype(&::av_dict_get) av_dict_get;
    decltype(&::av_dict_set) av_dict_set;
    decltype(&::av_frame_alloc) av_frame_alloc;
    decltype(&::av_frame_free) av_frame_free;
    decltype(&::av_free) av_free;
    decltype(&::av_get_bytes_per_sample) av_get_bytes_per_sample;
    decltype(&::av_log_set_level) av_log_set_level;
    decltype(&::av_malloc) av_malloc;
    decltype(&::av_max_alloc) av_max_alloc;
    decltype(&::av_rescale_rnd) av_rescale_rnd;
    decltype(&::av_rescale_q_rnd) av_rescale_q_rnd;
    decltype(&::av_strerror) av_strerror;

    decltype(&::av_packet_alloc) av_packet_alloc;
    decltype(&::av_packet_free) av_packet_free;
    decltype(&::av_packet_unref) av_packet_unref;
    decltype(&::avcodec_alloc_context3) avcodec_alloc_context3;
    decltype(&::avcodec_descriptor_get) avcodec_descriptor_get;
    decltype(&::avcodec_find_decoder) avcodec_find_decoder;
    decltype(&::avcodec_flush_buffers) avcodec_flush_buffers;
    decltype(&::avcodec_free_context) avcodec_free_context;
    decltype(&::avcodec_open2) avcodec_open2;
    decltype(&::avcodec_parameters_to_context) avcodec_parameters_to_context;
    decltype(&::avcodec_receive_frame) avcodec_receive_frame;
    decltype(&::avcodec_send_packet) avcodec_send_packet;

    decltype(&::av_find_best_stream) av_find_best_stream;
    decltype(&::av_read_frame) av_read_frame;
    decltype(&::av_seek_frame) av_seek_frame;
    decltype(&::avformat_alloc_context) avformat_alloc_context;
    decltype(&::avformat_close_input) avformat_close_input;
    decltype(&::avformat_find_stream_info) avformat_find_stream_info;
    decltype(&::avformat_open_input) avformat_open_input;
    decltype(&::avio_alloc_context) avio_alloc_context;
    decltype(&::avio_context_free) avio_context_free;
};

}  // namespace attacca::media
