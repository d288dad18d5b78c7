/** The network: its subnets, its security groups, and the ports that they open. */
@NullMarked
package io.petty.cdk.network;

import org.jspecify.annotations.NullMarked;
