// The pages of the window, in the order of the side bar.
#pragma once

#include <QList>

#include "page.h"

namespace attacca::studio {

class StudioModel;

/// The first is the PlayerPage. Each belongs to the window that it is put into.
[[nodiscard]] QList<Page*> make_pages(StudioModel& model);

}  // namespace attacca::studio
