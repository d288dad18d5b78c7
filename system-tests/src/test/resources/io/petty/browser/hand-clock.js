// Stops the page's clock until a test advances it. Nothing then depends on the speed of the machine: no request times
// out or is repeated. Frames and timers without a delay run as usual. Random numbers are always the same.
(() => {
    if (location.pathname.startsWith('/try')) {
        // The third-party scripts of this page wait for real time.
        return;
    }
    /** The value of TRY_TIMEOUT in http.js. A timer with this delay runs while a request is pending. */
    const TRY_TIMEOUT = 8_000;
    const START = Date.parse('2026-11-30T12:00:00Z');
    const { Date: RealDate, setTimeout: setRealTimeout, clearTimeout: clearRealTimeout } = window;
    const requestFrame = window.requestAnimationFrame;
    const timers = new Map();
    let now = START;
    let lastId = 1_000_000_000;
    let framesDue = 0;

    Math.random = () => 0.5;

    window.Date = class Date extends RealDate {
        constructor(...values) {
            super(...(values.length === 0 ? [now] : values));
        }

        static now() {
            return now;
        }
    };

    window.setTimeout = (run, delay = 0, ...values) => {
        if (!(delay > 0)) {
            return setRealTimeout.call(window, run, 0, ...values);
        }
        timers.set(++lastId, { id: lastId, at: now + delay, delay, run: () => run(...values) });
        return lastId;
    };

    window.clearTimeout = id => {
        if (!timers.delete(id)) {
            clearRealTimeout.call(window, id);
        }
    };

    window.requestAnimationFrame = draw => {
        framesDue++;
        return requestFrame.call(window, time => {
            framesDue--;
            draw(time);
        });
    };

    function next() {
        return [...timers.values()].sort((a, b) => a.at - b.at)[0];
    }

    function fire(timer) {
        timers.delete(timer.id);
        now = Math.max(now, timer.at);
        timer.run();
    }

    window.handClock = {
        /** Whether every request has been answered and the page has drawn the answers. */
        get idle() {
            return framesDue === 0 && [...timers.values()].every(timer => timer.delay !== TRY_TIMEOUT);
        },

        /** Advances the clock to the next timer. Only for an idle page; otherwise a pending request would seem slow. */
        step() {
            const timer = next();
            if (timer !== undefined) {
                fire(timer);
            }
        },

        /** Advances the clock by milliseconds, and runs the timers that become due. */
        advance(milliseconds) {
            const end = now + milliseconds;
            for (let timer = next(); timer !== undefined && timer.at <= end; timer = next()) {
                fire(timer);
            }
            now = end;
        },
    };
})();
