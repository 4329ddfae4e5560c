;;; emacs_session.el --- A debugging session in Emacs with dap-mode  -*- lexical-binding: t; -*-

;; For the scripts that drive one and print what they see, one line each.  The environment names the command (MOONWALK),
;; the program (PROGRAM) and the directory of `editors/' (MOONWALK_EDITORS).

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

(defun break-at (path line)
  "Show the file PATH, and set a breakpoint on LINE."
  (find-file path)
  (lua-mode)
  (goto-char (point-min))
  (forward-line (1- line))
  (dap-breakpoint-add))
;;; emacs_session.el ends here
