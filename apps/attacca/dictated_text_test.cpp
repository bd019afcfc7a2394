#include "dictated_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attacca::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Notebook final : public typing::TextTarget {
public:
    Notebook(std::vector<std::string>& lines, bool works) : lines_(lines), works_(works) {}
    const std::string& where() const noexcept override { return where_; }
    void begin() override { lines_.emplace_back("begin"); }
    Status put(std::string_view utf8) override {
        if (!works_) return fail(ErrorCode::system, "the notebook is full");
        lines_.emplace_back(utf8);
        return {};
    }
    void show_partial(std::string_view utf8) override { lines_.push_back("... " + std::string(utf8)); }

private:
    std::vector<std::string>& lines_;
    bool works_;
    std::string where_ = "a notebook";
};

struct Desk {
    std::vector<std::string> lines;
    std::vector<std::string> said;
    DictatedText text;

    explicit Desk(bool works = true)
        : text(notebooks(lines, works), [this](const std::string& sentence) { said.push_back(sentence); }) {}

    static std::vector<std::unique_ptr<typing::TextTarget>> notebooks(std::vector<std::string>& lines, bool works) {
        std::vector<std::unique_ptr<typing::TextTarget>> targets;
        if (!works) targets.push_back(std::make_unique<Notebook>(lines, false));
        targets.push_back(std::make_unique<Notebook>(lines, true));
        return targets;
    }
};

TEST(DictatedText, IsWrittenAndPut) {
    Desk desk;
    desk.text.begin();
    desk.text.partial("hello");
    desk.text.final("hello comma");
    desk.text.final("cap");
    desk.text.final("world period");
    EXPECT_THAT(desk.lines, ElementsAre("begin", "... Hello", "Hello,", " World."));
}

TEST(DictatedText, WaitsForTheKeyThatIsHeld) {
    Desk desk;
    desk.text.hold();
    desk.text.final("one");
    desk.text.final("two");
    EXPECT_THAT(desk.lines, IsEmpty());
    desk.text.release();
    desk.text.final("three");
    EXPECT_THAT(desk.lines, ElementsAre("One", " two", " three"));
}

TEST(DictatedText, GoesOnWhereATargetFails) {
    Desk desk(false);
    desk.text.final("one");
    EXPECT_THAT(desk.lines, ElementsAre("One"));
    EXPECT_THAT(desk.said, ElementsAre("the notebook is full"));
}

TEST(LineTarget, WritesALineForEachUtterance) {
    std::FILE* file = std::tmpfile();
    ASSERT_NE(file, nullptr);
    {
        LineTarget target(file);
        target.show_partial("on a terminal only");
        EXPECT_TRUE(target.put("One."));
        EXPECT_TRUE(target.put(" Two."));
    }
    std::rewind(file);
    char text[64] = {};
    EXPECT_EQ(std::fread(text, 1, sizeof text, file), 10U);
    EXPECT_STREQ(text, "One.\nTwo.\n");
    std::fclose(file);
}

TEST(LineTarget, SaysWhyALineWasNotWritten) {
    std::FILE* full = std::fopen("/dev/full", "w");
    ASSERT_NE(full, nullptr);
    LineTarget target(full);
    const Status put = target.put("One.");
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error().detail, "standard output cannot be written: No space left on device");
    std::fclose(full);
}

}  // namespace
}  // namespace attacca::app
