#include "attacca/media/output_file.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "media/signal_test.h"
#include "media/source_file.h"

namespace attacca::media {
namespace {

using namespace test;

std::span<const std::byte> bytes(const std::string& text) { return std::as_bytes(std::span(text)); }

TEST(OutputFile, writes_rewrites_and_reads_anywhere) {
    const Folder folder;
    const std::string path = folder.file("a");
    auto file = OutputFile::open(path, Placement::in_place);
    ASSERT_TRUE(file);
    const std::string large(600000, 'x');  // More than the buffer.
    EXPECT_EQ(file->write(bytes("head")), 4u);
    EXPECT_EQ(file->write(bytes(large)), large.size());
    EXPECT_EQ(file->write(bytes("tail")), 4u);
    file->seek(1);
    EXPECT_EQ(file->write(bytes("EA")), 2u);
    EXPECT_EQ(file->position(), 3u);
    EXPECT_EQ(file->size(), large.size() + 8);
    file->seek(0);
    std::string back(4, '\0');
    EXPECT_EQ(file->read(std::as_writable_bytes(std::span(back))), 4u);
    EXPECT_EQ(back, "hEAd");
    ASSERT_TRUE(file->finish());
    EXPECT_EQ(content_of(path), "hEAd" + large + "tail");
}

TEST(OutputFile, small_writes_are_gathered_until_flush) {
    const Folder folder;
    const std::string path = folder.file("a");
    auto file = OutputFile::open(path, Placement::in_place);
    ASSERT_TRUE(file);
    file->write(bytes("abc"));
    EXPECT_EQ(content_of(path), "");
    ASSERT_TRUE(file->flush());
    EXPECT_EQ(content_of(path), "abc");
}

TEST(OutputFile, two_writers_of_one_name_do_not_meet) {
    const Folder folder;
    const std::string path = folder.file("a");
    auto first = OutputFile::open(path, Placement::rename_when_done);
    auto second = OutputFile::open(path, Placement::rename_when_done);
    ASSERT_TRUE(first && second);
    EXPECT_NE(first->current_path(), second->current_path());
    first->write(bytes("first"));
    second->write(bytes("second"));
    ASSERT_TRUE(second->finish());
    ASSERT_TRUE(first->finish());
    EXPECT_EQ(content_of(path), "first");
}

TEST(OutputFile, a_disk_that_is_full_at_the_end_leaves_what_stood_there_and_no_half_file) {
    const Folder folder;
    const std::string path = folder.write("a", "precious");
    const pid_t child = fork();
    if (child == 0) {
        signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1000, 1000};
        setrlimit(RLIMIT_FSIZE, &limit);
        auto file = OutputFile::open(path, Placement::rename_when_done);
        file->write(bytes(std::string(5000, 'x')));  // Less than the buffer: only the end fails.
        const std::string half = file->current_path();
        const bool failed = !file->finish();
        { const OutputFile gone = *std::move(file); }
        _exit(failed && ::access(half.c_str(), F_OK) != 0 ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_EQ(content_of(path), "precious");
}

TEST(OutputFile, a_device_is_written_in_place_and_never_replaced) {
    auto file = OutputFile::open("/dev/null", Placement::rename_when_done);
    ASSERT_TRUE(file);
    EXPECT_TRUE(file->is_stream());
    file->write(bytes("abc"));
    ASSERT_TRUE(file->finish());
    struct stat status {};
    ASSERT_EQ(stat("/dev/null", &status), 0);
    EXPECT_TRUE(S_ISCHR(status.st_mode));
}

TEST(OutputFile, a_full_device_says_so_and_stays_so) {
    auto file = OutputFile::open("/dev/full", Placement::in_place);
    ASSERT_TRUE(file);
    file->write(bytes("abc"));
    const Status flushed = file->flush();
    ASSERT_FALSE(flushed);
    EXPECT_EQ(flushed.error().code, ErrorCode::no_space);
    EXPECT_EQ(file->write(bytes("more")), 0u);
    EXPECT_EQ(file->size(), 0u);
    EXPECT_FALSE(file->finish());
}

TEST(SourceFile, reads_seeks_and_looks_ahead_without_moving) {
    const Folder folder;
    auto file = SourceFile::open(folder.write("a", "0123456789"));
    ASSERT_TRUE(file);
    EXPECT_EQ(file->size(), 10u);
    std::string text(4, '\0');
    EXPECT_EQ(file->read_at(6, std::as_writable_bytes(std::span(text))), 4u);
    EXPECT_EQ(text, "6789");
    EXPECT_EQ(file->position(), 0u);
    ASSERT_TRUE(file->seek(8));
    EXPECT_EQ(file->read(std::as_writable_bytes(std::span(text))), 2);
    EXPECT_EQ(text.substr(0, 2), "89");
    EXPECT_EQ(file->read(std::as_writable_bytes(std::span(text))), 0);
}

TEST(SourceFile, knows_urls_from_names) {
    EXPECT_TRUE(is_url("http://radio.example/a.mp3"));
    EXPECT_TRUE(is_url("rtmp+tls://host/x"));
    EXPECT_FALSE(is_url("a.wav"));
    EXPECT_FALSE(is_url("c://x"));
    EXPECT_FALSE(is_url("odd name://x"));
    EXPECT_FALSE(is_url("://x"));
}

}  // namespace
}  // namespace attacca::media
