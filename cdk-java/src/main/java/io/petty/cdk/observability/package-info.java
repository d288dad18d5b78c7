/**
 * Metrics, alarms, mails about events, and the dashboard. All alarms are here, including those that roll back a
 * deployment of the API.
 */
@NullMarked
package io.petty.cdk.observability;

import org.jspecify.annotations.NullMarked;
