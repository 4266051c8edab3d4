@NullMarked
package io.parley.campaign.channels;

import org.jspecify.annotations.NullMarked;
