package io.petty.api.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientNetworkTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "10.1.2.3:443",
                "::ffff:10.1.2.3",
                "::FFFF:0a01:0203",
                "0:0:0:0:0:ffff:10.1.2.3",
                "[::ffff:10.1.2.3]:443"
            })
    void recognizesAnIpv4AddressInAnySpelling(String address) {
        assertThat(ClientNetwork.of(address)).isEqualTo("10.1.2.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001:db8:0:2::1",
                "2001:0db8:0000:0002:0000:0000:0000:0001",
                "2001:DB8::2:ffff:1:2:3",
                "2001:db8:0:2:1:2:3.4.5.6",
                "2001:db8:0:2::1%eth0",
                "[2001:db8:0:2::7]",
                "[2001:db8:0:2::7]:50123",
                "[2001:db8:0:2::7%25eth0]:50123"
            })
    void countsAnIpv6NetworkOf64BitsAsOneClient(String address) {
        assertThat(ClientNetwork.of(address)).isEqualTo("2001:db8:0:2:0:0:0:0/64");
    }

    @Test
    void distinguishesNetworks() {
        assertThat(ClientNetwork.of("2001:db8:0:2::1"))
                .isNotEqualTo(ClientNetwork.of("2001:db8:0:3::1"))
                .isNotEqualTo(ClientNetwork.of("::1"));
        assertThat(ClientNetwork.of("10.1.2.3")).isNotEqualTo(ClientNetwork.of("10.1.2.4"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "unknown",
                "_hidden",
                "cafe",
                "10.1.2",
                "10.1.2.256",
                "010.1.2.3",
                "10.1.2.3:",
                "10.1.2.3.4",
                "1:2",
                ":::",
                "2001:db8::1::2",
                "2001:db8:0:2:1:2:3:4:5",
                "[2001:db8::1",
                "2001:db8::1]",
                "[10.1.2.3]",
                "a:b.example.org",
                "2001:db8::1 evil"
            })
    void countsAllMalformedAddressesAsOneClient(String text) {
        assertThat(ClientNetwork.of(text)).isEqualTo(ClientNetwork.UNKNOWN);
    }
}
