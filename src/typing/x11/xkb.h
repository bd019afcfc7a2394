// XCB's header of XKB, which is C and calls a member "explicit".
#pragma once

#define explicit explicit_
#include <xcb/xkb.h>
#undef explicit
