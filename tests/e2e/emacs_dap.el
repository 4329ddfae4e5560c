;;; emacs_dap.el --- Drives a debugging session in Emacs with dap-mode  -*- lexical-binding: t; -*-

;; Prints what it sees, one line each.  The environment names the command (MOONWALK), the program (PROGRAM) and the
;; directory of `editors/' (MOONWALK_EDITORS).

(setq create-lockfiles nil make-backup-files nil dap-auto-configure-features nil dap-auto-show-output nil)
(setq dap-breakpoints-file (expand-file-name "breakpoints" (getenv "HOME")))
(package-initialize)
(add-to-list 'load-path (expand-file-name "emacs" (getenv "MOONWALK_EDITORS")))
(require 'lua-mode)
(require 'moonwalk)
(setq moonwalk-command (list (getenv "MOONWALK")))

(defvar stops 0)
(defvar shown 0)
(defvar terminated nil)
(add-hook 'dap-stopped-hook (lambda (_) (setq stops (1+ stops))))
(add-hook 'dap-terminated-hook (lambda (_) (setq terminated t)))

(defun say (&rest words)
  (princ (concat (apply #'format words) "\n")))

(defun wait (what holds)
  (let ((tries 0))
    (while (not (funcall holds))
      (when (> (setq tries (1+ tries)) 6000)
        (say "waited in vain for %s" what)
        (kill-emacs 1))
      (accept-process-output nil 0.01))))

(defun frame-line ()
  (let ((frame (and (dap--cur-session) (dap--debug-session-active-frame (dap--cur-session)))))
    (and frame (gethash "line" frame))))

(defun stop-at (line)
  "Wait for the next stop, and for Emacs to show LINE."
  (setq shown (1+ shown))
  (wait (format "stop %d at line %d, not %S" shown line (frame-line))
        (lambda () (and (>= stops shown) (eql (frame-line) line))))
  (say "line %d" line))

(find-file (getenv "PROGRAM"))
(lua-mode)
(goto-char (point-min))
(forward-line 2)
(dap-breakpoint-add)
(dap-debug (list :type "moonwalk" :request "launch" :name "test"))
(stop-at 3)
(call-interactively #'moonwalk-step-back)
(stop-at 2)
(dap-next (dap--cur-session))
(stop-at 3)
(dap-continue (dap--cur-session) 1)
(stop-at 3)
(moonwalk-goto 1)
(stop-at 2)
(dap-continue (dap--cur-session) 1)
(stop-at 3)
(call-interactively #'moonwalk-reverse-continue)
(stop-at 1)
(moonwalk-where)
(let ((messages ""))
  (wait "the position"
        (lambda () (setq messages (with-current-buffer "*Messages*" (buffer-string)))
          (string-match "t=0 of [0-9]+, from t=0" messages)))
  (say (match-string 0 messages)))
(dap-disconnect (dap--cur-session))
(wait "the end" (lambda () terminated))
(say "terminated")
(kill-emacs 0)
;;; emacs_dap.el ends here
