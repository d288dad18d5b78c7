package io.petty.api.connection;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network that counts as one client: an IPv4 address, or the /64 network of an IPv6 address, in which a client can
 * choose any address.
 */
public final class ClientNetwork {
    /** The network of all malformed addresses, so that they count as one client. */
    static final String UNKNOWN = "unknown";

    private static final int NETWORK_BYTES = 8;
    private static final int IPV6_BYTES = 16;

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String PORT = "(?::\\d{1,5})?";
    private static final String DIGITS = "([0-9a-fA-F:][0-9a-fA-F:.]+)";
    private static final String ZONE = "(?:%[\\w.~-]+)?";

    private static final Pattern IPV4 = Pattern.compile("(%1$s\\.%1$s\\.%1$s\\.%1$s)%2$s".formatted(OCTET, PORT));
    private static final Pattern IPV6 = Pattern.compile(DIGITS + ZONE);
    private static final Pattern IPV6_IN_BRACKETS = Pattern.compile("\\[" + DIGITS + ZONE + "]" + PORT);

    private ClientNetwork() {}

    /**
     * Returns the network of an address, the same for all spellings of the address. Never looks up a host name.
     *
     * @param address from the operating system or a proxy, with or without a port or a zone
     */
    public static String of(String address) {
        Matcher ipv4 = IPV4.matcher(address);
        if (ipv4.matches()) {
            return ipv4.group(1);
        }
        for (Pattern spelling : List.of(IPV6, IPV6_IN_BRACKETS)) {
            Matcher ipv6 = spelling.matcher(address);
            if (ipv6.matches()) {
                return ofIpv6(ipv6.group(1));
            }
        }
        return UNKNOWN;
    }

    private static String ofIpv6(String literal) {
        try {
            // Text in brackets is never looked up as a host name.
            InetAddress address = InetAddress.getByName("[" + literal + "]");
            // The literal was an IPv4-mapped address.
            if (address instanceof Inet4Address) {
                return address.getHostAddress();
            }
            byte[] network = Arrays.copyOf(Arrays.copyOf(address.getAddress(), NETWORK_BYTES), IPV6_BYTES);
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            return UNKNOWN;
        }
    }
}
